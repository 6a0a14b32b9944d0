// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

/**
 * A word that says how something is; a terminal shows it in the colour of that.
 *
 * @param word such as {@code failed}
 * @param tone how it is
 */
public record VerdictWord(String word, Tone tone) {
  /** How something is. */
  public enum Tone {
    GOOD(32),
    OPEN(33),
    BAD(31);

    private final int colour;

    Tone(int colour) {
      this.colour = colour;
    }
  }

  /** The text, in colour if it may be (ECMA-48, SGR). */
  public String painted(String text, boolean coloured) {
    return coloured ? "\u001b[" + tone.colour + "m" + text + "\u001b[0m" : text;
  }

  @Override
  public String toString() {
    return word;
  }
}
