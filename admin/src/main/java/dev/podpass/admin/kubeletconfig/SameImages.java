// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds patterns and entries that overlap: kubelet runs them for the same images. */
final class SameImages {
  private SameImages() {}

  /** The patterns that overlap with one of the others. */
  static List<String> shared(List<String> patterns, List<String> others) {
    List<ImagePattern> parsed =
        others.stream().flatMap(other -> PatternFlaws.usable(other).stream()).toList();
    return patterns.stream()
        .filter(text ->
            PatternFlaws.usable(text)
                .filter(pattern -> parsed.stream().anyMatch(pattern::overlaps))
                .isPresent())
        .toList();
  }

  /** The names of the entries that overlap with one of them. */
  static List<String> with(@Nullable Object entry, List<@Nullable Object> others) {
    List<String> own = patterns(entry);
    return others.stream()
        .filter(other -> !shared(patterns(other), own).isEmpty())
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

  static List<String> names(List<@Nullable Object> entries) {
    return entries.stream().map(SameImages::name).toList();
  }
}
