// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** IAM's patterns: {@code *} for any text and {@code ?} for one character. */
final class Wildcards {
  private Wildcards() {}

  static boolean match(String pattern, String text) {
    return compile(pattern, 0).matcher(text).matches();
  }

  static boolean matchIgnoringCase(String pattern, String text) {
    return compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text).matches();
  }

  private static Pattern compile(String pattern, int flags) {
    String regex =
        pattern
            .codePoints()
            .mapToObj(c ->
                switch (c) {
                  case '*' -> ".*";
                  case '?' -> ".";
                  default -> Pattern.quote(Character.toString(c));
                })
            .collect(Collectors.joining());
    return Pattern.compile(regex, flags | Pattern.DOTALL);
  }
}
