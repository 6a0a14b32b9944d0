// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import java.util.HexFormat;

/**
 * Makes text safe for a terminal: one line, with control, invisible and bidirectional characters
 * escaped, and all white space as spaces.
 */
final class Printable {
  /** Characters that are letters and symbols by category, but look blank. */
  private static final String FILLERS = "\u115f\u1160\u2800\u3164\uffa0";

  private static final HexFormat HEX = HexFormat.of();

  private Printable() {}

  /** Returns at least as much of the text as fills a line of the limit. */
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

  /** Combining marks are not printable: any number of them may be stacked on one character. */
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
