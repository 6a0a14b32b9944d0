// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.report;

import dev.podpass.admin.text.Documents;
import dev.podpass.cli.report.DisplayValue.TextBlock;
import dev.podpass.spi.secret.Redaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Formats a tree of facts as text for people or as JSON. In text a map becomes named lines, a list
 * of maps a table.
 */
public final class ReportFormat {
  private static final String INDENT = "  ";

  /** A longer cell does not widen its column. */
  private static final int WIDEST = 60;

  private final StringBuilder text = new StringBuilder();
  private final boolean coloured;

  private ReportFormat(boolean coloured) {
    this.coloured = coloured;
  }

  /**
   * Returns one section for each entry, in their order, with colours and bold titles or without.
   */
  public static String text(Map<String, Object> sections, boolean coloured) {
    ReportFormat outline = new ReportFormat(coloured);
    sections.forEach((title, content) -> {
      String heading = coloured ? "\u001b[1m" + title + "\u001b[0m" : title;
      outline.text.append(outline.text.isEmpty() ? "" : "\n").append(heading).append('\n');
      outline.append(content, INDENT);
    });
    return outline.text.toString();
  }

  /** Returns JSON, in which a key such as {@code service account} is {@code serviceAccount}. */
  public static String json(Map<String, Object> sections) {
    return Documents.json(object(sections));
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> map) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    map.forEach((key, value) -> json.put(camelCase(line(key)), plain(value)));
    return json;
  }

  private static @Nullable Object plain(@Nullable Object content) {
    return switch (content) {
      case DisplayValue shown -> plain(shown.json());
      case TextBlock block -> block.json();
      case VerdictWord mark -> mark.word();
      case Verbatim named -> named.text();
      case Map<?, ?> map -> object(map);
      case Collection<?> list -> {
        List<@Nullable Object> json = new ArrayList<>();
        list.forEach(item -> json.add(plain(item)));
        yield json;
      }
      case String text -> line(text);
      case null, default -> content;
    };
  }

  private static String camelCase(String words) {
    StringBuilder name = new StringBuilder();
    for (String word : words.split(" ", -1)) {
      name.append(
          name.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  private void append(Object content, String indent) {
    switch (content) {
      case Map<?, ?> map -> lines(map, indent);
      case TextBlock block -> block.lines().forEach(line -> appendIndented(line, indent));
      case Collection<?> list
          when !list.isEmpty() && list.stream().allMatch(Map.class::isInstance) ->
          table(rows(list), indent);
      case Collection<?> list -> list.forEach(item -> append(item, indent));
      default -> text.append(indent).append(line(content)).append('\n');
    }
  }

  /** A line that begins with spaces of its own. */
  private void appendIndented(String line, String indent) {
    int own = line.length() - line.stripLeading().length();
    append(line, indent + " ".repeat(own));
  }

  /** Texts follow their names, everything else goes below. */
  private void lines(Map<?, ?> map, String indent) {
    int width = map.keySet().stream().mapToInt(key -> line(key).length()).max().orElse(0);
    map.forEach((key, value) -> {
      if (value instanceof Map || value instanceof Collection || value instanceof TextBlock) {
        text.append(indent).append(line(key)).append('\n');
        append(value, indent + INDENT);
      } else {
        text.append(indent).append(padded(line(key), width)).append(line(value)).append('\n');
      }
    });
  }

  private static List<List<Object>> rows(Collection<?> list) {
    return list.stream()
        .map(row -> ((Map<?, ?>) row).values().stream().map(Object.class::cast).toList())
        .toList();
  }

  private void table(List<List<Object>> rows, String indent) {
    for (List<Object> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(cell(row.get(i), width(rows, i)));
      }
      text.append(indent).append(line.toString().stripTrailing()).append('\n');
    }
  }

  private String cell(Object cell, int width) {
    String padded = padded(line(cell), width);
    return cell instanceof VerdictWord mark ? mark.painted(padded, coloured) : padded;
  }

  private static int width(List<List<Object>> rows, int column) {
    return rows.stream()
        .filter(row -> row.size() > column)
        .mapToInt(row -> line(row.get(column)).length())
        .filter(length -> length <= WIDEST)
        .max()
        .orElse(0);
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - cell.length()) + 2);
  }

  /** Escapes a value, which may come from a token or a cloud. */
  private static String line(Object value) {
    return value instanceof Verbatim named ? named.text() : Redaction.line(String.valueOf(value));
  }
}
