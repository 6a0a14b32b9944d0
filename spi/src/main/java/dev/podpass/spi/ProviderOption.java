// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An option of a provider that operators set. The option {@code role-arn} of the provider {@code
 * ecr} becomes the flag {@code --ecr-role-arn} and the variable {@code PODPASS_ECR_ROLE_ARN}.
 *
 * @param <T> the type of its value
 * @since 0.1
 */
public final class ProviderOption<T> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private final Declaration declaration;
  private final Function<String, T> parser;
  private final Optional<String> defaultValue;

  /** Parsed once, here: a pull uses the defaults of most options. */
  private final Optional<Sourced<T>> parsedDefault;

  private final Optional<String> cloudVariable;

  private ProviderOption(
      Declaration declaration,
      Function<String, T> parser,
      Optional<String> defaultValue,
      Optional<String> cloudVariable) {
    if (!NAME.matcher(declaration.name()).matches()) {
      throw new IllegalArgumentException("an option cannot be named " + declaration.name());
    }
    this.declaration = declaration;
    this.parser = parser;
    this.defaultValue = defaultValue;
    this.parsedDefault = defaultValue.map(parser).map(Sourced::byDefault);
    this.cloudVariable = cloudVariable;
  }

  /** {@code shared}: named without the provider's id. */
  private record Declaration(
      String name, String valueName, String description, boolean required, boolean shared) {}

  /**
   * {@return an option with a value}
   *
   * @param <T> the type of the option's value
   * @param name in lower case with hyphens, without the provider's id
   * @param valueName the placeholder of the value in help, such as {@code ARN}
   * @param description one sentence
   * @param parser parses the text; throws {@link IllegalArgumentException} or a credential
   *     exception with a message for the operator
   */
  public static <T> ProviderOption<T> of(
      String name, String valueName, String description, Function<String, T> parser) {
    return new ProviderOption<>(
        new Declaration(name, valueName, description, false, false),
        parser,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * {@return an option whose value is any text}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param valueName the placeholder of the value in help
   * @param description one sentence
   */
  public static ProviderOption<String> text(String name, String valueName, String description) {
    return of(name, valueName, description, Function.identity());
  }

  /**
   * {@return a parser that takes texts of one form as they are}
   *
   * @param form a regular expression
   * @param otherwise what the text must be, such as {@code must be a name in lower case}
   */
  public static Function<String, String> matching(String form, String otherwise) {
    return OptionTexts.matching(form, otherwise);
  }

  /**
   * {@return an option whose value is a list of annotation keys, in order of precedence}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   */
  public static ProviderOption<List<String>> annotations(String name, String description) {
    return of(name, "KEY[,KEY]", description, OptionTexts::annotations);
  }

  /**
   * {@return the option for the registries that an entry serves}
   *
   * @param description one sentence, which says what is served if none is named
   */
  public static ProviderOption<List<RegistryHost>> registries(String description) {
    return of("registry", "HOST[:PORT][,HOST]", description, OptionTexts::registries).shared();
  }

  /**
   * {@return the option for the audience of an entry's tokens, where it is not the provider's usual
   * one}
   */
  public static ProviderOption<String> tokenAudience() {
    return of(
            "token-audience",
            "AUDIENCE",
            "The audience that tokens must have; the provider's usual one if not given.",
            OptionTexts.AUDIENCE)
        .shared();
  }

  /**
   * {@return the option for the endpoint of the node's metadata service} It has no flag: only the
   * cloud's own variable sets it.
   *
   * @param variable such as {@code GCE_METADATA_HOST}
   * @param parser parses its text
   */
  public static ProviderOption<URI> metadataEndpoint(
      String variable, Function<String, URI> parser) {
    return new ProviderOption<>(
        new Declaration(
            "metadata-endpoint",
            "URL",
            "Instance metadata endpoint of the node; a loopback or link-local address.",
            false,
            true),
        parser,
        Optional.of("http://169.254.169.254"),
        Optional.of(variable));
  }

  /**
   * {@return a switch, which is off by default}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence, which says what the switch turns on
   */
  public static ProviderOption<Boolean> flag(String name, String description) {
    return of(name, "", description, OptionTexts::flag).withDefault("false");
  }

  /**
   * {@return an option whose value is a duration such as {@code 45s} or {@code 1h30m}}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   * @param shortest the minimum
   * @param longest the maximum
   */
  public static ProviderOption<Duration> duration(
      String name, String description, Duration shortest, Duration longest) {
    return of(name, "DURATION", description, new DurationParser(shortest, longest));
  }

  /**
   * {@return an option whose value is the HTTPS URL of a custom endpoint}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   */
  public static ProviderOption<URI> https(String name, String description) {
    return of(name, "URL", description, OptionTexts::https);
  }

  /**
   * {@return an option whose value is the HTTPS URL of a server, without a path}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   */
  public static ProviderOption<URI> httpsServer(String name, String description) {
    return of(name, "URL", description, OptionTexts::httpsServer);
  }

  /**
   * {@return an option whose value is a DNS domain in lower case, with at least two labels}
   *
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   */
  public static ProviderOption<String> domain(String name, String description) {
    return of(name, "DOMAIN", description, OptionTexts.DOMAIN);
  }

  /**
   * {@return an option whose value is an enum constant, in lower case}
   *
   * @param <E> the type of the option's value
   * @param name in lower case with hyphens, without the provider's id
   * @param description one sentence
   * @param type its constants in lower case, with hyphens, are the values
   */
  public static <E extends Enum<E>> ProviderOption<E> oneOf(
      String name, String description, Class<E> type) {
    EnumParser<E> parser = new EnumParser<>(type);
    return of(name, parser.choices(), description, parser);
  }

  /**
   * {@return the same option with a default}
   *
   * @param value as an operator would write it
   * @throws RuntimeException the option's parser rejects the text
   */
  public ProviderOption<T> withDefault(String value) {
    return new ProviderOption<>(declaration, parser, Optional.of(value), cloudVariable);
  }

  /**
   * {@return the same option, marked as required: the provider serves nothing without it} An option
   * that has a default is not required.
   */
  public ProviderOption<T> required() {
    return declared(true, declaration.shared());
  }

  private ProviderOption<T> declared(boolean required, boolean shared) {
    return new ProviderOption<>(
        new Declaration(
            declaration.name(),
            declaration.valueName(),
            declaration.description(),
            required,
            shared),
        parser,
        defaultValue,
        cloudVariable);
  }

  /**
   * {@return the same option named without the provider's id: an entry of kubelet's configuration
   * is for one provider}
   */
  public ProviderOption<T> shared() {
    return declared(declaration.required(), true);
  }

  /** {@return whether only the cloud's variable sets it} */
  public boolean isVariable() {
    return cloudVariable.isPresent();
  }

  /**
   * {@return the name of its flag, without hyphens before it}
   *
   * @param provider the id of the option's provider
   */
  public String flag(String provider) {
    return declaration.shared() ? name() : provider + "-" + name();
  }

  /** {@return the name without the provider's id} */
  public String name() {
    return declaration.name();
  }

  /** {@return the placeholder of the value in help; empty for a switch} */
  public String valueName() {
    return declaration.valueName();
  }

  /**
   * {@return whether its value is a file that podpass reads ({@code FILE}), or may be one ({@code
   * PROFILE}); {@code PATH} is one that podpass writes}
   */
  public boolean isFile() {
    return valueName().endsWith("FILE");
  }

  /** {@return the description} */
  public String description() {
    return declaration.description();
  }

  /** {@return whether the provider serves nothing without it} */
  public boolean isRequired() {
    return declaration.required() && defaultValue.isEmpty();
  }

  /** {@return the text of the default value} */
  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** {@return the default value, parsed} */
  public Optional<Sourced<T>> parsedDefault() {
    return parsedDefault;
  }

  /** {@return the cloud's own variable, if nothing else sets it} */
  public Optional<String> cloudVariable() {
    return cloudVariable;
  }

  /**
   * {@return the parsed value}
   *
   * @param text as the operator has written it
   * @throws RuntimeException the option's parser rejects the text
   */
  public T parse(String text) {
    return parser.apply(text);
  }
}
