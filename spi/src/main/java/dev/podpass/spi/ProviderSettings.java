// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The option values of one provider.
 *
 * @since 0.1
 */
public final class ProviderSettings {
  /** No option is set. */
  public static final ProviderSettings NONE = new ProviderSettings(Map.of());

  /** Parsed values by option name. */
  private final Map<String, Sourced<?>> values;

  private ProviderSettings(Map<String, Sourced<?>> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * {@return the same settings with one option set}
   *
   * @param <T> the type of the option's value
   * @param option an option of this provider
   * @param text as the operator has written it, with the flag, variable or file that says so
   * @throws RuntimeException the option's parser rejects the text
   */
  public <T> ProviderSettings set(ProviderOption<T> option, Sourced<String> text) {
    return withParsed(option, text.map(option::parse));
  }

  /**
   * {@return the same settings with one option set to a parsed value}
   *
   * @param <T> the type of the option's value
   * @param option an option of this provider
   * @param value what replaces the option's value
   */
  public <T> ProviderSettings withParsed(ProviderOption<T> option, Sourced<T> value) {
    Map<String, Sourced<?>> more = new HashMap<>(values);
    more.put(option.name(), value);
    return new ProviderSettings(more);
  }

  /**
   * {@return the value of an option, if it is set or has a default}
   *
   * @param <T> the type of the option's value
   * @param option an option of this provider
   */
  public <T> Optional<Sourced<T>> find(ProviderOption<T> option) {
    @SuppressWarnings("unchecked") // The option's own parser made the value.
    Sourced<T> set = (Sourced<T>) values.get(option.name());
    return set == null ? option.parsedDefault() : Optional.of(set);
  }

  /**
   * {@return the value of an option without its source, if it is set or has a default}
   *
   * @param <T> the type of the option's value
   * @param option an option of this provider
   */
  public <T> Optional<T> findValue(ProviderOption<T> option) {
    return find(option).map(Sourced::value);
  }

  /**
   * {@return the value of an option that has a default}
   *
   * @param <T> the type of the option's value
   * @param option an option of this provider that has a default
   */
  public <T> T get(ProviderOption<T> option) {
    return find(option).orElseThrow().value();
  }

  /**
   * {@return the value of a required option}
   *
   * @param <T> the type of the option's value
   * @param provider the id of the option's provider
   * @param option an option of this provider
   * @throws CredentialException of kind {@code CONFIGURATION} if it is not set
   */
  public <T> Sourced<T> require(String provider, ProviderOption<T> option) {
    return find(option)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "no %s is set for the provider %s".formatted(option.name(), provider),
                "set --" + option.flag(provider)));
  }

  /**
   * Requires those of a provider's options that are required.
   *
   * @param provider its id
   * @param options all its options
   * @throws CredentialException of kind {@code CONFIGURATION} for the first that is not set
   */
  public void requireAll(String provider, List<ProviderOption<?>> options) {
    options.stream()
        .filter(ProviderOption::isRequired)
        .forEach(option -> require(provider, option));
  }
}
