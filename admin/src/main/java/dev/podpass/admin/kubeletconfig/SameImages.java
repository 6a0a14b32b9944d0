// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.stream.Stream;

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

  /** The entries that have a pattern that overlaps with one of these. */
  static Stream<FileEntry> with(List<String> patterns, List<FileEntry> entries) {
    List<ImagePattern> own = usable(patterns);
    return entries.stream()
        .filter(entry -> entry.images().stream().anyMatch(text -> overlaps(text, own)));
  }

  private static List<ImagePattern> usable(List<String> patterns) {
    return patterns.stream().flatMap(text -> PatternFlaws.usable(text).stream()).toList();
  }

  private static boolean overlaps(String text, List<ImagePattern> others) {
    return PatternFlaws.usable(text)
        .filter(pattern -> others.stream().anyMatch(pattern::overlaps))
        .isPresent();
  }
}
