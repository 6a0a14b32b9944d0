// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A sample in Prometheus' text format, as {@link Metrics} writes it. Read without regular
 * expressions: each pull reads a hundred samples, and with them that took longer than the rest of a
 * cache hit.
 *
 * @param name of the metric
 * @param series the name with its labels
 */
record Sample(String name, String series, BigDecimal value) {
  /** Those of a long, a point and nine digits. */
  private static final int MAX_LENGTH = 29;

  /** Empty for any other line. */
  static Optional<Sample> parse(String line) {
    int labels = line.indexOf('{');
    int end = line.indexOf("} ", labels + 1);
    if (labels < 0 || end < 0 || !isNumber(line, end + 2)) {
      return Optional.empty();
    }
    for (String label : line.substring(labels + 1, end).split(",", -1)) {
      if (!isLabel(label)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Sample(
            line.substring(0, labels),
            line.substring(0, end + 1),
            new BigDecimal(line.substring(end + 2))));
  }

  private static boolean isLabel(String label) {
    int value = label.indexOf("=\"") + 2;
    int end = label.length() - 1;
    if (value <= 2 || value > end || label.charAt(end) != '"') {
      return false;
    }
    for (int i = 0; i < end; i++) {
      char c = label.charAt(i);
      boolean name = c >= 'a' && c <= 'z';
      boolean text = name || isDigit(c) || (c >= 'A' && c <= 'Z') || "_.+-".indexOf(c) >= 0;
      if (i < value - 2 ? !name : i >= value && !text) {
        return false;
      }
    }
    return true;
  }

  /** Digits, with a point between two of them or none. */
  private static boolean isNumber(String line, int begin) {
    int end = line.length();
    int points = 0;
    for (int i = begin; i < end; i++) {
      boolean inside = i > begin && i < end - 1;
      if (line.charAt(i) == '.' && inside) {
        points++;
      } else if (!isDigit(line.charAt(i))) {
        return false;
      }
    }
    return begin < end && end - begin <= MAX_LENGTH && points <= 1;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
