// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Finds patterns and entries that overlap: kubelet runs them for the same images. */
final class SameImages {
  private SameImages() {}

  /** The patterns that overlap with one of the others. */
  static List<String> shared(List<String> patterns, List<String> others) {
    return matching(patterns, usable(others), ImagePattern::overlaps);
  }

  /** The patterns whose images are all matched by one of the others. */
  static List<String> covered(List<String> patterns, List<String> others) {
    return matching(patterns, usable(others), (pattern, wide) -> wide.covers(pattern));
  }

  /** The entries that have a pattern that overlaps with one of these. */
  static Stream<FileEntry> with(List<String> patterns, List<FileEntry> entries) {
    List<ImagePattern> own = usable(patterns);
    return entries.stream()
        .filter(entry -> !matching(entry.images(), own, ImagePattern::overlaps).isEmpty());
  }

  private static List<ImagePattern> usable(List<String> patterns) {
    return patterns.stream().flatMap(text -> PatternFlaws.usable(text).stream()).toList();
  }

  private static List<String> matching(
      List<String> patterns,
      List<ImagePattern> others,
      BiPredicate<ImagePattern, ImagePattern> rule) {
    return usable(patterns).stream()
        .filter(pattern -> others.stream().anyMatch(other -> rule.test(pattern, other)))
        .map(ImagePattern::text)
        .toList();
  }
}
