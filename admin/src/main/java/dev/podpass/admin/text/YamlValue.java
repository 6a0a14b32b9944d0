// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML or JSON file with its position. */
public sealed interface YamlValue {
  Position position();

  /** Its texts, numbers, lists and maps, which may be changed. */
  @Nullable Object plain();

  /**
   * A position in a file.
   *
   * @param line the first line, from 1
   * @param lastLine the last line of it
   * @param column of its first character, from 0
   * @param flow whether it is written in braces or brackets
   */
  record Position(int line, int lastLine, int column, boolean flow) {}

  /** Names and values in file order; a name may occur twice. */
  record Mapping(Position position, List<Field> fields) implements YamlValue {
    /** The value of a name; the first of several. */
    public @Nullable YamlValue get(String name) {
      return fields.stream()
          .filter(field -> field.name().equals(name))
          .map(Field::value)
          .findFirst()
          .orElse(null);
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      fields.forEach(field -> map.put(field.name(), field.value().plain()));
      return map;
    }
  }

  record Field(int line, String name, YamlValue value) {}

  record Sequence(Position position, List<YamlValue> items) implements YamlValue {
    @Override
    public List<@Nullable Object> plain() {
      List<@Nullable Object> list = new ArrayList<>();
      items.forEach(item -> list.add(item.plain()));
      return list;
    }
  }

  record Scalar(Position position, @Nullable Object value) implements YamlValue {
    @Override
    public @Nullable Object plain() {
      return value;
    }
  }
}
