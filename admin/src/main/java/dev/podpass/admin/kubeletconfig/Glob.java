// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob pattern for one label of a host name: {@code *} matches any run of characters, {@code ?}
 * one, {@code [a-z]} one of a class.
 *
 * @see <a href="https://pkg.go.dev/path/filepath#Match">filepath.Match</a>, which kubelet uses
 */
final class Glob {
  private Glob() {}

  static boolean isGlob(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
  }

  /** Whether a label matches; a malformed pattern matches nothing. */
  static boolean matches(String glob, String label) {
    return isGlob(glob)
        ? regex(glob).map(pattern -> pattern.matcher(label).matches()).orElse(false)
        : glob.equals(label);
  }

  static boolean isWellFormed(String glob) {
    return regex(glob).isPresent();
  }

  private static Optional<Pattern> regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (c == '[') {
        int end = glob.indexOf(']', i + 2);
        if (end < 0) {
          return Optional.empty();
        }
        regex.append('[').append(glob, i + 1, end).append(']');
        i = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Optional.of(Pattern.compile(regex.toString()));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  /** Whether a label exists that matches both; a class counts as any character. */
  static boolean overlap(String one, String other) {
    return one.equals(other)
        || ((isGlob(one) || isGlob(other)) && meet(simplified(one), simplified(other)));
  }

  /**
   * Whether each label that the other matches is matched; false where that is not certain. A {@code
   * *} of the other stands for itself, which only a {@code *} matches.
   */
  static boolean covers(String wide, String narrow) {
    boolean stars = wide.indexOf('?') < 0 && wide.indexOf('[') < 0 && narrow.indexOf('[') < 0;
    return wide.equals(narrow) || ((stars || !isGlob(narrow)) && matches(wide, narrow));
  }

  private static String simplified(String glob) {
    return glob.indexOf('[') < 0 ? glob : glob.replaceAll("\\[[^]]+]", "?");
  }

  private static boolean meet(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return (one + other).chars().allMatch(c -> c == '*');
    }
    char a = one.charAt(0);
    char b = other.charAt(0);
    if (a == '*') {
      return meet(one.substring(1), other) || meet(one, other.substring(1));
    }
    if (b == '*') {
      return meet(other, one);
    }
    return (a == b || a == '?' || b == '?') && meet(one.substring(1), other.substring(1));
  }
}
