// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.List;
import java.util.Optional;

/** Which patterns of a configuration kubelet refuses, or never matches with an image. */
final class MatchImagesRules {
  private MatchImagesRules() {}

  static List<Finding> check(List<FileEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.matchImages().stream())
        .flatMap(text -> check(text).stream())
        .toList();
  }

  private static Optional<Finding> check(Text text) {
    try {
      return PatternFlaws.of(ImagePattern.parse(text.text()))
          .map(why ->
              Finding.ineffective(
                  text.line(), "\"" + text.text() + "\" never matches an image: " + why));
    } catch (IllegalArgumentException e) {
      return Optional.of(
          Finding.rejected(
              text.line(), "\"" + text.text() + "\" is not a pattern: " + e.getMessage()));
    }
  }
}
