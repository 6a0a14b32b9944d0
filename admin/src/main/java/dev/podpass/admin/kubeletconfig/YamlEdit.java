// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes lines of a YAML file and leaves the others as they are, comments and all. */
final class YamlEdit {
  private YamlEdit() {}

  /**
   * Puts an item into a list in block style.
   *
   * @param index the item that it replaces, or less than 0 to put it behind the last
   */
  static String put(String text, Sequence list, int index, Map<String, Object> item) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    List<String> added =
        Documents.yaml(List.of(item))
            .stripTrailing()
            .stripIndent()
            .lines()
            .map(line -> " ".repeat(list.place().column()) + line)
            .toList();
    if (index < 0) {
      lines.addAll(list.place().lastLine(), added);
    } else {
      int last = list.items().get(index).place().lastLine();
      int first = dashOf(lines, list.items().get(index).place().line(), list.place().column());
      lines.subList(first - 1, last).clear();
      lines.addAll(first - 1, added);
    }
    String edited = String.join("\n", lines);
    return edited.endsWith("\n") ? edited : edited + "\n";
  }

  /** An item may begin on a line below its dash. */
  private static int dashOf(List<String> lines, int line, int column) {
    int at = line;
    while (at > 1 && !lines.get(at - 1).startsWith("-", column)) {
      at--;
    }
    return at;
  }
}
