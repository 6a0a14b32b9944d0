// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes external text safe to print. {@link #line} is for what clouds answer, because some echo
 * their input: one line of limited length, without secrets or anything shaped like a credential.
 *
 * <p>Linear in the text. Patterns are possessive where they can be: backtracking would recurse for
 * each character and overflow the stack.
 *
 * @since 0.1
 */
public final class Redaction {
  private static final int MAX_LENGTH = 2_000;
  private static final String MASK = "[secret]";

  /** A JWT, or the beginning of one: base64url of an opening brace and quote. */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}+[A-Za-z0-9_.-]*+");

  private static final Pattern GOOGLE_ACCESS_TOKEN = Pattern.compile("ya29\\.[A-Za-z0-9._-]++");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(bearer|basic)\\s++[A-Za-z0-9._~+/-]{12,}+=*+");

  /** Up to the last at sign: a password may contain one. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/\\s]+(?=@)");

  /**
   * Longer than any name that clouds use (role and session names have up to 64 characters), and
   * without the slash, so that ARNs stay readable.
   */
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+=_-]{65,}+");

  private Redaction() {}

  /**
   * {@return the text on one line, with known secrets, whole or in pieces, and credential-like text
   * masked}
   *
   * @param text from anywhere, of any length
   * @param known the secrets that the text may repeat
   */
  public static String line(String text, Secret... known) {
    String safe = text;
    for (String form : forms(known)) {
      safe = safe.replace(form, MASK);
    }
    if (known.length > 0) {
      safe = new SecretFragments(known).masked(safe, MASK);
    }
    for (Pattern pattern : new Pattern[] {JWT, GOOGLE_ACCESS_TOKEN, USER_INFO, LONG_RUN}) {
      safe = pattern.matcher(safe).replaceAll(MASK);
    }
    safe = AUTHORIZATION.matcher(safe).replaceAll("$1 " + MASK);
    return bounded(Printable.line(safe, MAX_LENGTH));
  }

  /**
   * {@return the whole text on one line, for names and commands that cannot contain a secret}
   *
   * @param text from anywhere, of any length
   */
  public static String unmasked(String text) {
    return Printable.line(text, Integer.MAX_VALUE);
  }

  /**
   * {@return the text, of any number of lines, without the passwords of its URLs}
   *
   * @param text such as the change of a file that sets a proxy
   */
  public static String withoutPasswords(String text) {
    return USER_INFO.matcher(text).replaceAll(MASK);
  }

  /**
   * {@return the text between quotes, which nothing in it can end}
   *
   * @param text from anywhere, such as the annotation of a pod's owner
   */
  public static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * The forms of secrets in a text, longest first: one may contain another. Substrings of the mask
   * are skipped.
   */
  private static List<String> forms(Secret... known) {
    return Arrays.stream(known)
        .map(Secret::reveal)
        .flatMap(value ->
            Stream.of(
                value, URLEncoder.encode(value, UTF_8), Printable.line(value, Integer.MAX_VALUE)))
        .distinct()
        .filter(form -> !MASK.contains(form))
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** Cut between words: half of a secret would not be recognised as one and must not remain. */
  private static String bounded(String line) {
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    return line.substring(0, Math.max(0, line.lastIndexOf(' ', MAX_LENGTH))) + "…";
  }
}
