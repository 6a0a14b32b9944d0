// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Redaction;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The values that the owner of a pod may choose: patterns in which {@code *} stands for letters,
 * digits, {@code .}, {@code _} and {@code -}. It stands for no slash and no other separator, so
 * that a value cannot leave its place in a hierarchy.
 */
record OwnerPatterns(List<String> texts) implements Function<String, String> {
  private static final int LONGEST = 256;
  private static final Pattern FORM = Pattern.compile("[!-+.-~-]{1,256}");

  OwnerPatterns {
    texts = List.copyOf(texts);
  }

  /** Parses patterns of visible ASCII, separated by commas. */
  static OwnerPatterns parse(String text) {
    List<String> all = List.of(text.split(",", -1));
    if (!all.stream().allMatch(one -> FORM.matcher(one).matches())) {
      throw new IllegalArgumentException("must be patterns such as team-*, separated by commas");
    }
    return new OwnerPatterns(all);
  }

  /** Requires that a value is allowed. */
  @Override
  public String apply(String value) {
    if (value.length() > LONGEST) {
      throw new CredentialException(
          Kind.DENIED,
          "the value for owner-pattern has %s characters, and at most %s are allowed"
              .formatted(value.length(), LONGEST),
          "name an identity that is shorter");
    }
    if (texts.stream().noneMatch(text -> matches(text, value))) {
      throw new CredentialException(
          Kind.DENIED,
          "%s is not allowed by the pattern %s of the exchange"
              .formatted(Redaction.quoted(value), this),
          "name an identity that it allows, or add this one to it");
    }
    return value;
  }

  /** Without backtracking: what one star may stand for depends on the value's owner. */
  private static boolean matches(String pattern, String value) {
    boolean[] reached = new boolean[value.length() + 1];
    reached[0] = true;
    for (int i = 0; i < pattern.length(); i++) {
      boolean[] next = new boolean[value.length() + 1];
      char wanted = pattern.charAt(i);
      for (int j = 0; j <= value.length(); j++) {
        next[j] =
            wanted == '*'
                ? reached[j] || (j > 0 && next[j - 1] && isPlain(value.charAt(j - 1)))
                : j > 0 && reached[j - 1] && value.charAt(j - 1) == wanted;
      }
      reached = next;
    }
    return reached[value.length()];
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }

  @Override
  public String toString() {
    return String.join(",", texts);
  }
}
