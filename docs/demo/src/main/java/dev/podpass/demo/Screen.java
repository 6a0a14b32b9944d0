// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lines that fit the terminal, with colours and marks if the screen is one. */
final class Screen {
  private static final int NARROWEST = 40;
  private static final int WIDEST = 80;

  /** The columns of a mark: what follows stands behind it. */
  private static final int MARK = 5;

  private final PrintStream out;
  private final boolean coloured;
  private final int columns;

  /**
   * Creates a screen.
   *
   * @param columns the terminal's width; {@code 0} or empty if it is not known
   */
  Screen(PrintStream out, boolean coloured, String columns) {
    this.out = out;
    this.coloured = coloured;
    this.columns =
        columns.matches("[1-9][0-9]{0,3}")
            ? Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST)
            : WIDEST;
  }

  void bold(String text) {
    fitting(text, 0).forEach(line -> out.println(styled("1", line)));
  }

  void line(String text) {
    fitting(text, 0).forEach(out::println);
  }

  void dim(String text) {
    out.println(styled("2", text));
  }

  /** What succeeded. */
  void good(String text) {
    marked(styled("32", coloured ? "✓" : "ok"), text, MARK);
  }

  /** What was refused. */
  void refused(String text) {
    marked(styled("33", coloured ? "✗" : "no"), text, MARK);
  }

  private void marked(String mark, String text, int indent) {
    List<String> lines = fitting(text, MARK);
    out.println("  " + mark + " " + lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(indent) + line));
  }

  /** A line as it is if it fits, otherwise its words on several. */
  private List<String> fitting(String text, int indent) {
    return text.length() <= columns - indent ? List.of(text) : wrap(text, columns - indent);
  }

  /** What must not be. */
  void wrong(String text) {
    for (String line : wrap((coloured ? "✗ " : "WRONG ") + text, columns - 2)) {
      out.println("  " + styled("1;31", line));
    }
  }

  void result(String text) {
    marked(styled("36", coloured ? "→" : "->"), text, MARK - 1);
  }

  /** Whole words, indented; what is more than so many lines is left out. */
  void wrapped(String indent, String text, int most) {
    List<String> lines = wrap(text, columns - indent.length());
    for (int i = 0; i < Math.min(lines.size(), most); i++) {
      boolean cut = i == most - 1 && lines.size() > most;
      dim(indent + (cut ? cut(lines.get(i) + " …", indent.length()) : lines.get(i)));
    }
  }

  /** Cuts a line that stands behind an indent. */
  String cut(String text, int indent) {
    int most = columns - indent;
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  /** A word that is longer than a line stays whole, so that it can be copied. */
  private static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private String styled(String style, String text) {
    return coloured ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
  }
}
