// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

import java.util.HexFormat;

/**
 * Text on one line without a character that cannot be seen: what moves a cursor, reorders, hides or
 * smuggles text is escaped, and white space becomes a space.
 */
final class Printable {
  /** Letters and symbols by their category, and blank to the eye. */
  private static final String FILLERS = "\u115f\u1160\u2800\u3164\uffa0";

  private static final HexFormat HEX = HexFormat.of();

  private Printable() {}

  /** As much of the text as makes a line that is longer than the limit, or all of it. */
  static String line(String text, int limit) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), limit) + 16);
    boolean space = true;
    for (int i = 0; i < text.length() && line.length() <= limit; ) {
      int character = text.codePointAt(i);
      boolean white = Character.isWhitespace(character) || Character.isSpaceChar(character);
      if (white && !space) {
        line.append(' ');
      } else if (!white && isPrintable(character)) {
        line.appendCodePoint(character);
      } else if (!white) {
        escape(character, line);
      }
      space = white;
      i += Character.charCount(character);
    }
    return line.toString().stripTrailing();
  }

  private static void escape(int character, StringBuilder line) {
    for (char unit : Character.toChars(character)) {
      line.append("\\u").append(HEX.toHexDigits(unit));
    }
  }

  /** A mark is drawn onto what is before it, if at all, and any number of them may follow. */
  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      default -> FILLERS.indexOf(character) < 0;
    };
  }
}
