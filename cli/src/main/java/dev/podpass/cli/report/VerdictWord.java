// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

/** A word, such as {@code failed}, with a meaning that a terminal shows as a colour. */
public record VerdictWord(String word, Tone tone) {
  public enum Tone {
    GOOD(32),
    OPEN(33),
    BAD(31);

    private final int colour;

    Tone(int colour) {
      this.colour = colour;
    }
  }

  /** The word, coloured if permitted (ECMA-48, SGR). */
  public String painted(String text, boolean coloured) {
    return coloured ? "\u001b[" + tone.colour + "m" + text + "\u001b[0m" : text;
  }

  @Override
  public String toString() {
    return word;
  }
}
