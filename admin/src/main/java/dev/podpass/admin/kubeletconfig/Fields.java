// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.admin.text.YamlValue;
import dev.podpass.admin.text.YamlValue.Field;
import dev.podpass.admin.text.YamlValue.Mapping;
import dev.podpass.admin.text.YamlValue.Scalar;
import dev.podpass.admin.text.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of an object, decoded strictly as kubelet does: unknown, repeated and mistyped fields
 * are findings.
 */
final class Fields {
  private final Mapping object;
  private final String path;
  private final List<Finding> findings;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Mapping object, String path, List<Finding> findings) {
    this.object = object;
    this.path = path;
    this.findings = findings;
  }

  /** Decodes a value that must be an object with those fields only that its reader asks for. */
  static <T> Optional<T> read(
      YamlValue value, String path, List<Finding> findings, Function<Fields, T> reader) {
    if (!(value instanceof Mapping object)) {
      findings.add(Finding.rejected(value.position().line(), name(path) + " is not an object"));
      return Optional.empty();
    }
    Fields fields = new Fields(object, path, findings);
    T result = reader.apply(fields);
    fields.refuseOthers();
    return Optional.of(result);
  }

  private void refuseOthers() {
    Set<String> seen = new HashSet<>();
    for (Field field : object.fields()) {
      if (!known.contains(field.name())) {
        findings.add(
            Finding.rejected(
                field.line(), "unknown field " + where(field.name()) + similar(field.name())));
      } else if (!seen.add(field.name())) {
        findings.add(Finding.rejected(field.line(), where(field.name()) + " appears twice"));
      }
    }
  }

  private static String name(String path) {
    return path.isEmpty() ? "the document" : path;
  }

  /** A known name that differs in case only, which is the most frequent mistake. */
  private String similar(String name) {
    return known.stream()
        .filter(other -> other.equalsIgnoreCase(name))
        .findFirst()
        .map(other -> "; it is called " + other)
        .orElse("");
  }

  Mapping object() {
    return object;
  }

  int line() {
    return object.position().line();
  }

  /** The value of a field; {@code null} counts as absent. */
  Optional<YamlValue> value(String field) {
    known.add(field);
    return Optional.ofNullable(object.get(field)).filter(value -> !isNull(value));
  }

  static boolean isNull(YamlValue value) {
    return value instanceof Scalar(var _, Object scalar) && scalar == null;
  }

  Optional<Text> text(String field) {
    return value(field).flatMap(value -> text(value, where(field)));
  }

  /** The texts of a list, in which {@code null} is an empty one. */
  List<Text> texts(String field) {
    List<Text> texts = new ArrayList<>();
    for (YamlValue item : items(field)) {
      if (isNull(item)) {
        texts.add(new Text(item.position().line(), ""));
      } else {
        text(item, where(field)).ifPresent(texts::add);
      }
    }
    return texts;
  }

  List<YamlValue> items(String field) {
    Optional<YamlValue> value = value(field);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Sequence sequence) {
      return sequence.items();
    }
    refuse(value.get(), where(field) + " is not a list");
    return List.of();
  }

  Optional<Boolean> truth(String field) {
    Optional<YamlValue> value = value(field);
    if (value.isPresent() && value.get() instanceof Scalar(var _, Boolean truth)) {
      return Optional.of(truth);
    }
    value.ifPresent(other -> refuse(other, where(field) + " is not true or false"));
    return Optional.empty();
  }

  private Optional<Text> text(YamlValue value, String where) {
    if (value instanceof Scalar(var place, String text)) {
      return Optional.of(new Text(place.line(), text));
    }
    refuse(value, where + " is not text; put it in quotes");
    return Optional.empty();
  }

  private void refuse(YamlValue value, String message) {
    findings.add(Finding.rejected(value.position().line(), message));
  }

  private String where(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
