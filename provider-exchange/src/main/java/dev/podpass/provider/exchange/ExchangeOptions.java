// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of the provider for any exchange. */
final class ExchangeOptions {
  static final EntryOptions ENTRY = EntryOptions.of("exchange");

  private static final NameForm VISIBLE =
      new NameForm(
          "a value of visible ASCII",
          Pattern.compile("[!-~]{1,256}"),
          "it has no spaces, and at most 256 characters");

  static final ProviderOption<URI> URL =
      ProviderOption.https("url", "Where the token is exchanged; only HTTPS.")
          .required("URL of the exchange");

  static final ProviderOption<ExchangeForm> FORM =
      ProviderOption.oneOf(
              "form",
              "How the token is sent: as a token exchange of RFC 8693, in a field of a JSON object,"
                  + " as the password of Basic, or as the bearer token of a GET or a POST.",
              ExchangeForm.class)
          .withDefault("rfc8693");

  static final ProviderOption<RequestFields> FIELDS =
      ProviderOption.of(
              "fields",
              "NAME=VALUE[,NAME=VALUE]",
              "Fixed fields of the request: of the form or JSON object, otherwise of the query; a"
                  + " comma in a value is %2C.",
              RequestFields::parse)
          .withDefault("");

  static final ProviderOption<String> TOKEN_FIELD =
      ProviderOption.of(
              "token-field",
              "NAME",
              "The field of a JSON object that takes the token.",
              RequestFields::requireName)
          .withDefault("token");

  static final ProviderOption<String> OWNER_FIELD =
      ProviderOption.of(
          "owner-field",
          "NAME",
          "The field that the owner of a pod fills in by annotation; with Basic, username is the"
              + " user name. Needs --exchange-owner-pattern.",
          RequestFields::requireOwners);

  static final ProviderOption<OwnerPatterns> OWNER_PATTERN =
      ProviderOption.of(
          "owner-pattern",
          "PATTERN[,PATTERN]",
          "What the owner of a pod may fill in; a star stands for letters, digits, dots, hyphens"
              + " and underscores.",
          OwnerPatterns::parse);

  static final IdentityOptions<String> OWNER =
      new IdentityOptions<>(
          ProviderOption.annotations(
                  "owner-annotation",
                  "The annotations that may fill in the owner's field, the first one present"
                      + " applies.")
              .withDefault("podpass.dev/exchange-identity"),
          ProviderOption.of(
              "owner-default",
              "VALUE",
              "The value of the owner's field for service accounts without an annotation;"
                  + " {namespace} and {serviceaccount} are replaced.",
              text -> IdentityTemplate.parse(text, Map.of(), VISIBLE)),
          VISIBLE);

  static final ProviderOption<String> USERNAME =
      ProviderOption.of("username", "NAME", "The user name at the registry.", UserName::parse);

  static final ProviderOption<AnswerPointer> USERNAME_POINTER =
      ProviderOption.of(
          "username-pointer",
          "POINTER",
          "Where the answer has the user name (JSON pointer), if it has one.",
          AnswerPointer::parse);

  static final ProviderOption<AnswerPointer> PASSWORD_POINTER =
      ProviderOption.of(
          "password-pointer",
          "POINTER",
          "Where the answer has the password (JSON pointer); /access_token with RFC 8693 and /token"
              + " otherwise, if not given.",
          AnswerPointer::parse);

  static final ProviderOption<ExpiryForm> EXPIRY_FORM =
      ProviderOption.oneOf(
              "expiry-form",
              "How the answer states the expiry: in seconds from now, in seconds since 1970, as a"
                  + " date of RFC 3339, or in the password, which is a JWT.",
              ExpiryForm.class)
          .withDefault("seconds");

  static final ProviderOption<AnswerPointer> EXPIRY_POINTER =
      ProviderOption.of(
              "expiry-pointer",
              "POINTER",
              "Where the answer has the expiry (JSON pointer); without one there, kubelet keeps"
                  + " nothing.",
              AnswerPointer::parse)
          .withDefault("/expires_in");

  private ExchangeOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(
        ENTRY.registry(),
        URL,
        FORM,
        FIELDS,
        TOKEN_FIELD,
        OWNER_FIELD,
        OWNER_PATTERN,
        OWNER.annotations(),
        OWNER.name(),
        USERNAME,
        USERNAME_POINTER,
        PASSWORD_POINTER,
        EXPIRY_FORM,
        EXPIRY_POINTER,
        ENTRY.audience());
  }
}
