// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes the lines of a list in block style, and leaves the others as they are, comments too. */
final class YamlEdit {
  private final List<String> lines;
  private final Sequence list;

  private YamlEdit(String text, Field field) {
    this.lines = new ArrayList<>(List.of(text.split("\n", -1)));
    this.list = (Sequence) field.value();
  }

  /** Puts an item before the one of that index, or behind the last. */
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

  /** Takes the lines of an item away; the index of the line where it began. */
  private int clear(int index) {
    int first = dashOf(item(index).place().line()) - 1;
    lines.subList(first, item(index).place().lastLine()).clear();
    return first;
  }

  /** An item may begin on a line below its dash. */
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
