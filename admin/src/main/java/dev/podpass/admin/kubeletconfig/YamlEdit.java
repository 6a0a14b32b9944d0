// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Edits the items of a list in block style and preserves all other lines, comments included. */
final class YamlEdit {
  private final List<String> lines;
  private final Sequence list;

  private YamlEdit(String text, Field field) {
    this.lines = new ArrayList<>(List.of(text.split("\n", -1)));
    this.list = (Sequence) field.value();
  }

  /** Inserts an item before the one at an index, or after the last. */
  static String insert(String text, Field field, int index, Map<String, Object> item) {
    YamlEdit edit = new YamlEdit(text, field);
    int line = index == 0 ? field.line() : edit.item(index - 1).place().lastLine();
    edit.lines.addAll(line, edit.written(item));
    return edit.text();
  }

  static String replace(String text, Field field, int index, Map<String, Object> item) {
    YamlEdit edit = new YamlEdit(text, field);
    int first = edit.clear(index);
    edit.lines.addAll(first, edit.written(item));
    return edit.text();
  }

  static String remove(String text, Field field, int index) {
    YamlEdit edit = new YamlEdit(text, field);
    var _ = edit.clear(index);
    return edit.text();
  }

  private YamlValue item(int index) {
    return list.items().get(index);
  }

  /** Deletes the lines of an item and returns the index of its first line. */
  private int clear(int index) {
    int first = dashOf(item(index).place().line()) - 1;
    lines.subList(first, item(index).place().lastLine()).clear();
    return first;
  }

  /** The line of an item's dash, which may be above its first key. */
  private int dashOf(int line) {
    int at = line;
    while (at > 1 && !lines.get(at - 1).startsWith("-", list.place().column())) {
      at--;
    }
    return at;
  }

  private List<String> written(Map<String, Object> item) {
    return Documents.yaml(List.of(item))
        .stripTrailing()
        .stripIndent()
        .lines()
        .map(line -> " ".repeat(list.place().column()) + line)
        .toList();
  }

  private String text() {
    String edited = String.join("\n", lines);
    return edited.endsWith("\n") ? edited : edited + "\n";
  }
}
