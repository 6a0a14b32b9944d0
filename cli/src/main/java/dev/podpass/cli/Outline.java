// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.secret.Redaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A tree of facts as text for people; the same tree as JSON is for programs. A map becomes named
 * lines, a list of maps a table.
 */
final class Outline {
  private static final String INDENT = "  ";

  /** A cell that is longer than this does not push the others away. */
  private static final int WIDEST = 60;

  private Outline() {}

  /** One section for each entry, in their order. */
  static String text(Map<String, Object> sections) {
    StringBuilder text = new StringBuilder();
    sections.forEach((title, content) -> {
      text.append(text.isEmpty() ? "" : "\n").append(title).append('\n');
      append(text, content, INDENT);
    });
    return text.toString();
  }

  private static void append(StringBuilder text, Object content, String indent) {
    switch (content) {
      case Map<?, ?> map -> lines(text, map, indent);
      case Collection<?> list when isTable(list) -> table(text, rows(list), indent);
      case Collection<?> list -> list.forEach(item -> append(text, item, indent));
      default -> text.append(indent).append(line(content)).append('\n');
    }
  }

  /** Texts are beside their names, everything else below. */
  private static void lines(StringBuilder text, Map<?, ?> map, String indent) {
    int width = map.keySet().stream().mapToInt(key -> line(key).length()).max().orElse(0);
    map.forEach((key, value) -> {
      if (value instanceof Map || value instanceof Collection) {
        text.append(indent).append(line(key)).append('\n');
        append(text, value, indent + INDENT);
      } else {
        text.append(indent).append(padded(line(key), width)).append(line(value)).append('\n');
      }
    });
  }

  private static boolean isTable(Collection<?> list) {
    return !list.isEmpty() && list.stream().allMatch(Map.class::isInstance);
  }

  private static List<List<String>> rows(Collection<?> list) {
    List<List<String>> rows = new ArrayList<>();
    for (Object row : list) {
      rows.add(((Map<?, ?>) row).values().stream().map(Outline::line).toList());
    }
    return rows;
  }

  private static void table(StringBuilder text, List<List<String>> rows, String indent) {
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(padded(row.get(i), width(rows, i)));
      }
      text.append(indent).append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> row.get(column).length())
        .filter(length -> length <= WIDEST)
        .max()
        .orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()) + 2);
  }

  /** Values may come from a token or a cloud. */
  private static String line(Object value) {
    return Redaction.line(String.valueOf(value));
  }
}
