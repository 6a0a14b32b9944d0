// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds patterns and entries that overlap: kubelet runs them for the same images. */
final class SameImages {
  private SameImages() {}

  /** The patterns that overlap with one of the others. */
  static List<String> shared(List<String> patterns, List<String> others) {
    List<ImagePattern> parsed = usable(others);
    return patterns.stream().filter(text -> overlaps(text, parsed)).toList();
  }

  /** The patterns whose images are all matched by one of the others. */
  static List<String> covered(List<String> patterns, List<String> others) {
    List<ImagePattern> wide = usable(others);
    return patterns.stream()
        .filter(text ->
            PatternFlaws.usable(text)
                .filter(pattern -> wide.stream().anyMatch(it -> it.covers(pattern)))
                .isPresent())
        .toList();
  }

  private static List<ImagePattern> usable(List<String> patterns) {
    return patterns.stream().flatMap(text -> PatternFlaws.usable(text).stream()).toList();
  }

  private static boolean overlaps(String text, List<ImagePattern> others) {
    return PatternFlaws.usable(text)
        .filter(pattern -> others.stream().anyMatch(pattern::overlaps))
        .isPresent();
  }

  /** The names of the entries that overlap with one of them. */
  static List<String> with(@Nullable Object entry, List<@Nullable Object> others) {
    List<ImagePattern> own = usable(patterns(entry));
    return others.stream()
        .filter(other -> patterns(other).stream().anyMatch(text -> overlaps(text, own)))
        .map(SameImages::name)
        .toList();
  }

  /** The {@code matchImages} of an entry that is a map; values of another type are skipped. */
  static List<String> patterns(@Nullable Object entry) {
    return entry instanceof Map<?, ?> fields && fields.get("matchImages") instanceof List<?> found
        ? found.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** The name of an entry, or a placeholder for a missing one. */
  static String name(@Nullable Object entry) {
    return entry instanceof Map<?, ?> fields && fields.get("name") instanceof String name
        ? name
        : "an entry without a name";
  }

  /** The fields of an entry that have a value, as a new map; none if it is no map. */
  static Map<String, Object> fields(@Nullable Object entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (entry instanceof Map<?, ?> map) {
      map.forEach((field, value) -> {
        if (value != null) {
          fields.put(String.valueOf(field), value);
        }
      });
    }
    return fields;
  }

  static List<String> names(List<@Nullable Object> entries) {
    return entries.stream().map(SameImages::name).toList();
  }
}
