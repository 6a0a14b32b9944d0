// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Lines of at most 80 columns, with colours and marks if the screen is a terminal. */
final class Screen {
  static final int COLUMNS = 80;

  private final PrintStream out;
  private final boolean coloured;

  Screen(PrintStream out, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
  }

  void bold(String text) {
    out.println(styled("1", text));
  }

  void line(String text) {
    out.println(text);
  }

  void dim(String text) {
    out.println(styled("2", text));
  }

  /** What succeeded. */
  void good(String text) {
    out.println("  " + styled("32", coloured ? "✓" : "ok") + " " + text);
  }

  /** What was refused. */
  void refused(String text) {
    out.println("  " + styled("33", coloured ? "✗" : "no") + " " + text);
  }

  /** What must not be. */
  void wrong(String text) {
    for (String line : wrap((coloured ? "✗ " : "WRONG ") + text, COLUMNS - 2)) {
      out.println("  " + styled("1;31", line));
    }
  }

  void result(String text) {
    out.println("  " + styled("36", coloured ? "→" : "->") + " " + cut(text, COLUMNS - 5));
  }

  /** Whole words, indented; what is more than so many lines is left out. */
  void wrapped(String indent, String text, int most) {
    List<String> lines = wrap(text, COLUMNS - indent.length());
    for (int i = 0; i < Math.min(lines.size(), most); i++) {
      boolean cut = i == most - 1 && lines.size() > most;
      dim(indent + (cut ? cut(lines.get(i) + " …", COLUMNS - indent.length()) : lines.get(i)));
    }
  }

  /** Cuts a line. */
  static String cut(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
  }

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
    return lines.stream().map(each -> cut(each, columns)).toList();
  }

  private String styled(String style, String text) {
    return coloured ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
  }
}
