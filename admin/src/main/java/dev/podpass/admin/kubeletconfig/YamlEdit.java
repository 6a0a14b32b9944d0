// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Position;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Edits the items of a list in block style and preserves all other lines, comments included. */
final class YamlEdit {
  private YamlEdit() {}

  /** Puts items in the place of at most one that is removed at an index, or after the last. */
  static String of(
      String text,
      Field field,
      int index,
      int removed,
      List<Map<String, Object>> added,
      Optional<String> written) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    List<YamlValue> items = ((Sequence) field.value()).items();
    int column = field.value().position().column();
    int line = index == 0 ? field.line() : items.get(index - 1).position().lastLine();
    if (removed > 0) {
      Position old = items.get(index).position();
      line = dashOf(old.line(), column, lines) - 1;
      lines.subList(line, old.lastLine()).clear();
    }
    if (!added.isEmpty()) {
      String fresh = written.orElseGet(() -> Documents.yaml(added).stripTrailing().stripIndent());
      lines.addAll(line, fresh.lines().map(row -> indented(row, column)).toList());
    }
    String edited = String.join("\n", lines);
    return edited.endsWith("\n") ? edited : edited + "\n";
  }

  /** The line of an item's dash, which may be above its first key. */
  private static int dashOf(int line, int column, List<String> lines) {
    int at = line;
    while (at > 1 && !lines.get(at - 1).startsWith("-", column)) {
      at--;
    }
    return at;
  }

  private static String indented(String line, int column) {
    return line.isEmpty() ? line : " ".repeat(column) + line;
  }

  /** The lines of an item of a list, with its comments, from the column of its dash on. */
  static String lines(String text, Field field, FileEntry entry) {
    List<String> lines = List.of(text.split("\n", -1));
    int column = field.value().position().column();
    Position position = ((Sequence) field.value()).items().get(entry.index()).position();
    return lines.subList(dashOf(position.line(), column, lines) - 1, position.lastLine()).stream()
        .map(line -> line.replaceFirst("^ {0," + column + "}", ""))
        .collect(Collectors.joining("\n"));
  }
}
