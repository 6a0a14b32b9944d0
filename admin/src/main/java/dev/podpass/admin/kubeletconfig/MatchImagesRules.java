// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Validation rules for {@code matchImages}: of each pattern alone, and of patterns that overlap.
 */
final class MatchImagesRules {
  private final List<Finding> findings = new ArrayList<>();

  private record Place(FileEntry entry, Text text, ImagePattern pattern) {}

  private MatchImagesRules() {}

  static List<Finding> check(List<FileEntry> entries) {
    MatchImagesRules rules = new MatchImagesRules();
    List<List<Place>> usable = new ArrayList<>();
    for (FileEntry entry : entries) {
      List<Place> places = new ArrayList<>();
      for (Text text : entry.matchImages()) {
        rules.parse(text).ifPresent(pattern -> places.add(new Place(entry, text, pattern)));
      }
      usable.forEach(earlier -> rules.overlap(earlier, places));
      usable.add(places);
    }
    return rules.findings;
  }

  private Optional<ImagePattern> parse(Text text) {
    try {
      ImagePattern pattern = ImagePattern.parse(text.text());
      Optional<String> flaw = PatternFlaws.of(pattern);
      flaw.ifPresent(why ->
          findings.add(
              Finding.ineffective(
                  text.line(), "\"" + text.text() + "\" never matches an image: " + why)));
      return flaw.isPresent() ? Optional.empty() : Optional.of(pattern);
    } catch (IllegalArgumentException e) {
      findings.add(
          Finding.rejected(
              text.line(), "\"" + text.text() + "\" is not a pattern: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** Adds one finding for two entries, however many of their patterns overlap. */
  private void overlap(List<Place> earlier, List<Place> later) {
    for (Place place : later) {
      for (Place other : earlier) {
        if (place.pattern().overlaps(other.pattern())) {
          findings.add(
              Finding.warning(
                  place.text().line(),
                  "\"%s\" meets \"%s\" of %s (line %d): kubelet runs both, and tries the credential of %s first"
                      .formatted(
                          place.text().text(),
                          other.text().text(),
                          other.entry().label(),
                          other.text().line(),
                          other.entry().label())));
          return;
        }
      }
    }
  }
}
