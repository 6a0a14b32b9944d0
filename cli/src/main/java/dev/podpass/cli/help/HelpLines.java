// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import java.util.List;

/** Lines of help as wide as the terminal, broken at spaces alone. */
final class HelpLines {
  private static final int NARROWEST = 40;
  private static final int WIDEST = 120;
  static final int COMMAND = 10;
  static final int LABEL = 24;

  /** Below it a description stands under its label. */
  private static final int TWO_COLUMNS = 60;

  private final StringBuilder text = new StringBuilder();
  private final int width;
  private final boolean coloured;

  HelpLines(int width, boolean coloured) {
    this.width = Math.clamp(width, NARROWEST, WIDEST);
    this.coloured = coloured;
  }

  void blank() {
    text.append('\n');
  }

  void heading(String heading) {
    blank();
    text.append(bold(heading)).append('\n');
  }

  void text(String paragraph) {
    wrap(paragraph, 0, 0);
  }

  void verbatim(List<String> lines) {
    lines.forEach(line -> text.append(line).append('\n'));
  }

  void row(String label, String description, int longest) {
    text.append("  ").append(bold(label));
    boolean below = width < TWO_COLUMNS || label.length() > longest;
    int indent = width < TWO_COLUMNS ? 6 : longest + 4;
    if (below) {
      blank();
      wrap(description, indent, 0);
    } else {
      wrap(description, indent, label.length() + 2);
    }
  }

  /** Breaks a text; its first line begins behind what is written already. */
  private void wrap(String words, int indent, int written) {
    text.append(" ".repeat(indent - written));
    int column = indent;
    for (String word : words.split(" +", -1)) {
      if (column > indent && column + 1 + word.length() > width) {
        text.append('\n').append(" ".repeat(indent));
        column = indent;
      }
      text.append(column > indent ? " " : "").append(word);
      column += word.length() + (column > indent ? 1 : 0);
    }
    blank();
  }

  private String bold(String part) {
    return coloured ? "\u001b[1m" + part + "\u001b[0m" : part;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
