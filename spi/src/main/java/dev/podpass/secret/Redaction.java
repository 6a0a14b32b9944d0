// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes text from outside fit to be shown: one line, bounded, without anything that is or looks
 * like a credential. Cloud error messages pass through here, for some clouds echo what they were
 * sent.
 *
 * <p>Takes time in proportion to the text. No pattern gives back what it has taken: one that does
 * would recurse for each character, and overflow the stack.
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

  /** Up to the last at sign: a password may have one too. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/\\s]+(?=@)");

  /**
   * Longer than any name a cloud gives out (role and session names end at 64), and without the
   * slash, so that ARNs stay readable.
   */
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+=_-]{65,}+");

  private Redaction() {}

  /** The text on one line, with the known secrets and whatever is shaped like one masked. */
  public static String line(String text, Secret... known) {
    String safe = text;
    for (String form : forms(known)) {
      safe = safe.replace(form, MASK);
    }
    for (Pattern pattern : new Pattern[] {JWT, GOOGLE_ACCESS_TOKEN, USER_INFO, LONG_RUN}) {
      safe = pattern.matcher(safe).replaceAll(MASK);
    }
    safe = AUTHORIZATION.matcher(safe).replaceAll("$1 [secret]");
    return bounded(Printable.line(safe, MAX_LENGTH));
  }

  /**
   * As they may stand in a text, longest first: one may be part of another. What is part of the
   * mask is no secret.
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

  /** Between words: half a secret, which is not known any more as one, must not be left. */
  private static String bounded(String line) {
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    return line.substring(0, Math.max(0, line.lastIndexOf(' ', MAX_LENGTH))) + "…";
  }
}
