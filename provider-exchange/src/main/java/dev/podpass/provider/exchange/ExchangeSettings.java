// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.IdentityOptions;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The options of the provider for any exchange, checked together. */
final class ExchangeSettings {
  /** The owner's field that is the user name of Basic. */
  private static final String USER = "username";

  private static final List<Parameter> RFC8693 =
      List.of(
          new Parameter("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
          new Parameter("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"));

  private final ProviderSettings settings;
  private final Preset preset;
  private final UrlTemplate url;
  private final ExchangeForm form;
  private final RequestFields fields;
  private final Optional<String> ownerField;

  private ExchangeSettings(ProviderSettings given, Preset preset) {
    ExchangeProfile profile =
        given.find(ExchangeProfile.OPTION).map(Sourced::value).orElse(preset.profile());
    this.settings = profile.in(given);
    this.preset = preset;
    this.url =
        settings
            .findValue(ExchangeOptions.URL)
            .orElseThrow(() ->
                new CredentialException(
                    Kind.CONFIGURATION,
                    "no URL of the exchange is set for the provider " + preset.id(),
                    "set --exchange-profile, or --exchange-url"));
    this.form = settings.get(ExchangeOptions.FORM);
    RequestFields ofProfile = RequestFields.parse(profile.values().getOrDefault("fields", ""));
    this.fields = settings.get(ExchangeOptions.FIELDS).over(ofProfile.fields());
    this.ownerField = settings.findValue(ExchangeOptions.OWNER_FIELD);
  }

  /** Reads the options, of which no two may contradict each other. */
  static ExchangeSettings of(ProviderSettings given, Preset preset) {
    ExchangeSettings all = new ExchangeSettings(given, preset);
    all.requireFields();
    if (all.ownerField.isPresent() && all.settings.find(ExchangeOptions.OWNER_PATTERN).isEmpty()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the owners of pods may fill in " + all.ownerField.get() + ", and no pattern is set",
          "set owner-pattern in the profile");
    }
    all.requireDifferentFields();
    if (all.ownerIsUser()) {
      all.ownerPattern().texts().forEach(ExchangeSettings::requireUser);
    }
    var _ = all.username("");
    return all;
  }

  private void requireFields() {
    Stream.concat(preset.required().stream(), url.fields().stream())
        .filter(name -> fields.find(name).isEmpty())
        .findFirst()
        .ifPresent(name -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "no %s is set for the provider %s".formatted(name, preset.id()),
              "set --exchange-fields=" + name + "=…");
        });
  }

  private void requireDifferentFields() {
    List<String> others = new ArrayList<>(ownerField.filter(_ -> !ownerIsUser()).stream().toList());
    tokenField().ifPresent(others::add);
    RequestFields fixed = fixedFields();
    if (others.stream().anyMatch(fixed::has)
        || others.stream().distinct().count() < others.size()) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "two options of the provider %s set the same field, one of %s"
              .formatted(preset.id(), others),
          "correct --exchange-fields, and token-field and owner-field of the profile");
    }
  }

  /** The operator's fields, and those of the form that they do not replace. */
  private RequestFields fixedFields() {
    RequestFields sent = fields.without(url.fields());
    return form == ExchangeForm.RFC8693 ? sent.over(RFC8693) : sent;
  }

  /** A colon would end the user name of Basic: the rest would be of the password. */
  private static String requireUser(String text) {
    if (text.contains(":")) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "the user name %s of the provider exchange has a colon, which HTTP Basic cannot carry"
              .formatted(Redaction.quoted(text)),
          "correct owner-pattern of the profile, and --exchange-identity");
    }
    return text;
  }

  /** The field that the owner of a pod fills in, if there is one. */
  Optional<String> ownerField() {
    return ownerField;
  }

  private OwnerPatterns ownerPattern() {
    return settings.find(ExchangeOptions.OWNER_PATTERN).orElseThrow().value();
  }

  private boolean ownerIsUser() {
    return form == ExchangeForm.BASIC && ownerField.equals(Optional.of(USER));
  }

  private Optional<String> tokenField() {
    return switch (form) {
      case RFC8693 -> Optional.of("subject_token");
      case JSON -> Optional.of(settings.get(ExchangeOptions.TOKEN_FIELD));
      case BASIC, BEARER, BEARER_POST -> Optional.empty();
    };
  }

  /** The request for a pod; {@code owners} is what the owner's field has, if there is one. */
  TokenRequest request(String owners, RegistryHost registry) {
    RequestFields all = fixedFields();
    if (ownerField.isPresent() && !ownerIsUser()) {
      all = all.and(ownerField.get(), owners);
    }
    String carrier =
        form == ExchangeForm.BASIC ? username(owners) : tokenField().orElse("Authorization");
    return new TokenRequest(
        new ExchangeStep(preset.step(), url.of(registry, fields)), form, carrier, all.fields());
  }

  /** The user name before the answer is known; empty if the answer has it. */
  private String username(String owners) {
    if (ownerIsUser()) {
      return requireUser(owners);
    }
    Optional<String> named = settings.findValue(ExchangeOptions.USERNAME);
    if (named.isEmpty()
        && (form == ExchangeForm.BASIC
            || settings.find(ExchangeOptions.USERNAME_POINTER).isEmpty())) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "no user name is set for the provider " + preset.id(),
          form == ExchangeForm.BASIC
              ? "set --exchange-username, or owner-field of the profile to username"
              : "set --exchange-username, or username-pointer of the profile if the answer has it");
    }
    return named.orElse("");
  }

  /** Where the credential stands in the answer. */
  TokenAnswer answer(String owners) {
    Function<CloudAnswer, String> user =
        settings
            .find(ExchangeOptions.USERNAME_POINTER)
            .map(pointer -> TokenAnswer.userIn(pointer.value()))
            .orElseGet(() -> TokenAnswer.user(username(owners)));
    Optional<Duration> longest = settings.findValue(ExchangeOptions.LIFETIME);
    return new TokenAnswer(user, password(), expiryForm(), expiry(), longest, reading());
  }

  /** The annotations that may name the identity. */
  List<String> annotations() {
    return settings.get(ExchangeOptions.OWNER.annotations());
  }

  /** The identity that is named for a pod, which the owner's pattern allows. */
  Optional<Sourced<String>> identity(Pod pod) {
    return new IdentityOptions<>(
            ExchangeOptions.OWNER.annotations(), ExchangeOptions.OWNER.name(), ownerPattern())
        .find(pod, settings);
  }

  /**
   * Settings that are not sent, and that make another credential of an answer, or a shorter one.
   */
  private List<Parameter> reading() {
    List<Parameter> all = new ArrayList<>();
    settings
        .find(ExchangeOptions.USERNAME)
        .ifPresent(name -> all.add(new Parameter("user name", name.value())));
    settings
        .find(ExchangeOptions.USERNAME_POINTER)
        .ifPresent(at -> all.add(new Parameter("user name at", at.value().toString())));
    all.add(new Parameter("password at", password().toString()));
    all.add(new Parameter("expiry", expiryForm() + " at " + expiry()));
    settings
        .find(ExchangeOptions.LIFETIME)
        .ifPresent(longest -> all.add(new Parameter("lifetime", longest.value().toString())));
    return all;
  }

  private AnswerPointer password() {
    return settings
        .findValue(ExchangeOptions.PASSWORD_POINTER)
        .orElseGet(
            () -> AnswerPointer.parse(form == ExchangeForm.RFC8693 ? "/access_token" : "/token"));
  }

  private ExpiryForm expiryForm() {
    return settings.get(ExchangeOptions.EXPIRY_FORM);
  }

  private AnswerPointer expiry() {
    return settings.get(ExchangeOptions.EXPIRY_POINTER);
  }
}
