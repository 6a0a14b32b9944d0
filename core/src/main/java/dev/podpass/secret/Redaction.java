// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.regex.Pattern;

/**
 * Makes text from outside fit to be shown: one line, bounded, without anything that is or looks
 * like a credential. Cloud error messages pass through here, for some clouds echo what they were
 * sent.
 */
public final class Redaction {
  private static final int MAX_LENGTH = 2_000;
  private static final String MASK = "[secret]";

  /** A JWT, or the beginning of one: base64url of an opening brace and quote. */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}(\\.[A-Za-z0-9_-]*)*");

  private static final Pattern GOOGLE_ACCESS_TOKEN = Pattern.compile("ya29\\.[A-Za-z0-9._-]+");
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/-]{12,}=*");
  private static final Pattern USER_INFO = Pattern.compile("(?<=//)[^/\\s@]+(?=@)");

  /**
   * Longer than any name a cloud gives out (role and session names end at 64), and without the
   * slash, so that ARNs stay readable.
   */
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+=_-]{65,}");

  private Redaction() {}

  /** The text on one line, with the known secrets and whatever is shaped like one masked. */
  public static String line(String text, Secret... known) {
    String safe = text;
    for (Secret secret : known) {
      safe = safe.replace(secret.reveal(), MASK);
      safe = safe.replace(URLEncoder.encode(secret.reveal(), UTF_8), MASK);
    }
    for (Pattern pattern : new Pattern[] {JWT, GOOGLE_ACCESS_TOKEN, USER_INFO, LONG_RUN}) {
      safe = pattern.matcher(safe).replaceAll(MASK);
    }
    safe = AUTHORIZATION.matcher(safe).replaceAll("$1 [secret]");
    return bounded(escaped(safe.strip()));
  }

  private static String escaped(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean white = Character.isWhitespace(c);
      if (white && !space) {
        line.append(' ');
      } else if (!white && isUnprintable(c)) {
        line.append(String.format("\\u%04x", (int) c));
      } else if (!white) {
        line.append(c);
      }
      space = white;
    }
    return line.toString();
  }

  /** Control characters, and the format characters that reorder or hide text on a terminal. */
  private static boolean isUnprintable(char c) {
    int type = Character.getType(c);
    return Character.isISOControl(c)
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static String bounded(String line) {
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
  }
}
