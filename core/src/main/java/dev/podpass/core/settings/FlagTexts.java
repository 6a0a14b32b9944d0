// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.settings;

import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The texts of flags, from a command line or from variables. */
@FunctionalInterface
public interface FlagTexts {
  /** The text of a flag, with the flag or variable as its source. */
  Optional<Sourced<String>> text(Flag<?> flag);

  /**
   * Whether any of these flags and variables may be set; only if it is certain that none is, the
   * answer is no. Most providers of a pull have none, and to ask for each of their flags would take
   * longer than the rest of an answer from the cache.
   */
  default boolean mayHave(Set<String> names) {
    return true;
  }

  /** The value of a flag, if it is set or has a default. */
  default <T> Optional<T> find(Flag<T> flag) {
    return sourced(flag).map(Sourced::value);
  }

  default <T> T get(Flag<T> flag) {
    return find(flag).orElseThrow();
  }

  /** The value of a flag with its source, which is {@code default} if it is not set. */
  default <T> Optional<Sourced<T>> sourced(Flag<T> flag) {
    return text(flag)
        .map(text -> new Sourced<>(flag.parse(text), text.source()))
        .or(flag.option()::parsedDefault);
  }

  /** Parses a command line of the plugin, such as the args in kubelet's configuration. */
  @FunctionalInterface
  interface Parser {
    /** Returns the text of each flag; variables are for those that no argument sets. */
    FlagTexts parse(List<String> arguments, Map<String, String> environment);
  }
}
