// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parses an enum constant, written in lower case.
 *
 * @param type the enum
 */
record EnumParser<E extends Enum<E>>(Class<E> type) implements Function<String, E> {
  String choices() {
    return Arrays.stream(type.getEnumConstants())
        .map(EnumParser::text)
        .collect(Collectors.joining("|"));
  }

  @Override
  public E apply(String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> text(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + choices()));
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
