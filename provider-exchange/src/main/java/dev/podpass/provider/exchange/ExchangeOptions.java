// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.IdentityTemplate;
import dev.podpass.spi.ProviderOption;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What an exchange needs: fields of a profile, of which some have flags of their own. */
public final class ExchangeOptions {
  private static final Function<String, String> VISIBLE =
      ProviderOption.matching(
          "[!-~]{1,256}", "must be visible ASCII without spaces, and at most 256 characters long");

  public static final ProviderOption<UrlTemplate> URL =
      ProviderOption.of(
              "exchange-url",
              "URL",
              "Exchange the token at this HTTPS URL instead of the profile's.",
              UrlTemplate::parse)
          .shared();

  static final ProviderOption<ExchangeForm> FORM =
      ProviderOption.oneOf(
              "form",
              "How the token is sent: as a token exchange of RFC 8693, in a field of a JSON object,"
                  + " as the password of Basic, or as the bearer token of a GET or a POST.",
              ExchangeForm.class)
          .withDefault("rfc8693");

  public static final ProviderOption<RequestFields> FIELDS =
      ProviderOption.of(
              "exchange-fields",
              "NAME=VALUE[,NAME=VALUE]",
              "More fields of the request or of its URL; write a comma in a value as %2C.",
              RequestFields::parse)
          .withDefault("")
          .shared();

  static final ProviderOption<String> TOKEN_FIELD =
      ProviderOption.of(
              "token-field",
              "NAME",
              "The field of a JSON object that takes the token.",
              RequestFields.NAME)
          .withDefault("token");

  static final ProviderOption<String> OWNER_FIELD =
      ProviderOption.of(
          "owner-field",
          "NAME",
          "The field that the owner of a pod fills in by annotation; with Basic, username is the"
              + " user name. Needs owner-pattern.",
          RequestFields::requireOwners);

  static final ProviderOption<OwnerPatterns> OWNER_PATTERN =
      ProviderOption.of(
          "owner-pattern",
          "PATTERN[,PATTERN]",
          "What the owner of a pod may fill in; a star matches letters, digits, dots, hyphens"
              + " and underscores.",
          OwnerPatterns::parse);

  public static final IdentityOptions<String> OWNER =
      new IdentityOptions<>(
          ProviderOption.annotations(
                  "exchange-annotation",
                  "The annotations that may name the identity at the service; the first one present"
                      + " counts. Presets have their own, such as podpass.dev/quay-robot.")
              .withDefault("podpass.dev/exchange-identity")
              .shared(),
          ProviderOption.of(
                  "exchange-identity",
                  "VALUE",
                  "The identity of service accounts without an annotation, such as a robot account;"
                      + " {namespace} and {serviceaccount} are replaced.",
                  text -> IdentityTemplate.parse(text, Map.of(), VISIBLE))
              .shared(),
          VISIBLE);

  static final ProviderOption<String> USERNAME =
      ProviderOption.of(
              "exchange-username",
              "NAME",
              "The user name at the registry instead of the profile's.",
              EntryOptions.USER_NAME)
          .shared();

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

  static final ProviderOption<Duration> LIFETIME =
      ProviderOption.duration(
          "lifetime",
          "The documented lifetime of the password, where it ends before what the answer says.",
          Duration.ofMinutes(1),
          Duration.ofDays(1));

  /** The fields of a profile by their names; those with flags have no prefix there. */
  static final Map<String, ProviderOption<?>> PROFILE_FIELDS =
      byField(
          URL,
          FORM,
          FIELDS,
          TOKEN_FIELD,
          OWNER_FIELD,
          OWNER_PATTERN,
          OWNER.annotations(),
          USERNAME,
          USERNAME_POINTER,
          PASSWORD_POINTER,
          EXPIRY_FORM,
          EXPIRY_POINTER,
          LIFETIME);

  private ExchangeOptions() {}

  private static Map<String, ProviderOption<?>> byField(ProviderOption<?>... options) {
    Map<String, ProviderOption<?>> fields = new LinkedHashMap<>();
    for (ProviderOption<?> option : options) {
      fields.put(option.name().replaceFirst("^exchange-", ""), option);
    }
    return Collections.unmodifiableMap(fields);
  }
}
