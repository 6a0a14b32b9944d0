// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Place;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Edits the items of a list in block style and preserves all other lines, comments included. */
final class YamlEdit {
  private YamlEdit() {}

  /** Puts items in the place of at most one that is removed at an index, or after the last. */
  static String of(
      String text, Field field, int index, int removed, List<Map<String, Object>> added) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    List<YamlValue> items = ((Sequence) field.value()).items();
    int column = field.value().place().column();
    int line = index == 0 ? field.line() : items.get(index - 1).place().lastLine();
    if (removed > 0) {
      Place old = items.get(index).place();
      line = dashOf(old.line(), column, lines) - 1;
      lines.subList(line, old.lastLine()).clear();
    }
    if (!added.isEmpty()) {
      lines.addAll(line, written(added, column));
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

  private static List<String> written(List<Map<String, Object>> items, int column) {
    return Documents.yaml(items)
        .stripTrailing()
        .stripIndent()
        .lines()
        .map(line -> " ".repeat(column) + line)
        .toList();
  }
}
