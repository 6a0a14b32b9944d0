// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The option values of one provider, and the fallback policy.
 *
 * @since 0.1
 */
public final class ProviderSettings {
  /** Parsed values by option name. */
  private final Map<String, Sourced<?>> values;

  private final FallbackPolicy fallbacks;

  private ProviderSettings(Map<String, Sourced<?>> values, FallbackPolicy fallbacks) {
    this.values = Map.copyOf(values);
    this.fallbacks = fallbacks;
  }

  /** Settings without option values. */
  public static ProviderSettings with(FallbackPolicy fallbacks) {
    return new ProviderSettings(Map.of(), fallbacks);
  }

  /**
   * The same settings with one option set.
   *
   * @throws RuntimeException the option's parser rejects the text
   */
  public ProviderSettings set(ProviderOption<?> option, Sourced<String> text) {
    return with(option, text.map(option::parse));
  }

  /** The same settings with one option set to a parsed value. */
  public <T> ProviderSettings withParsed(ProviderOption<T> option, Sourced<T> value) {
    return with(option, value);
  }

  private ProviderSettings with(ProviderOption<?> option, Sourced<?> value) {
    Map<String, Sourced<?>> more = new HashMap<>(values);
    more.put(option.name(), value);
    return new ProviderSettings(more, fallbacks);
  }

  /** The value of an option, if it is set or has a default. */
  public <T> Optional<Sourced<T>> find(ProviderOption<T> option) {
    @SuppressWarnings("unchecked") // The option's own parser made the value.
    Sourced<T> set = (Sourced<T>) values.get(option.name());
    return set == null ? option.parsedDefault() : Optional.of(set);
  }

  /** The value of an option that has a default. */
  public <T> T get(ProviderOption<T> option) {
    return find(option).orElseThrow().value();
  }

  /** The policy for pulls without a named identity. */
  public FallbackPolicy fallbacks() {
    return fallbacks;
  }
}
