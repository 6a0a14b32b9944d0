// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds entries that kubelet runs for the same images, in the files of one configuration: it tries
 * the credential of the earlier one first.
 */
public final class Overlaps {
  private final Set<String> first;
  private final List<Place> earlier = new ArrayList<>();

  /** Of a configuration whose {@code first} entries are tried before others on purpose. */
  public Overlaps(Set<String> first) {
    this.first = Set.copyOf(first);
  }

  private record Place(String file, FileEntry entry, List<Pattern> patterns) {}

  private record Pattern(Text text, ImagePattern pattern) {}

  /** One finding for each two entries, however many of their patterns overlap. */
  public List<Finding> add(String file, List<FileEntry> entries) {
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : entries) {
      Place place = new Place(file, entry, patterns(entry));
      earlier.stream()
          .filter(other -> !first.contains(other.entry().label()))
          .flatMap(other -> overlap(place, other).stream())
          .forEach(findings::add);
      earlier.add(place);
    }
    return findings;
  }

  private static List<Pattern> patterns(FileEntry entry) {
    return entry.matchImages().stream()
        .flatMap(text ->
            PatternFlaws.usable(text.text()).map(usable -> new Pattern(text, usable)).stream())
        .toList();
  }

  private static Optional<Finding> overlap(Place place, Place other) {
    for (Pattern own : place.patterns()) {
      for (Pattern others : other.patterns()) {
        if (own.pattern().overlaps(others.pattern())) {
          return Optional.of(finding(place, own.text(), other, others.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static Finding finding(Place place, Text own, Place other, Text others) {
    String name = other.entry().label();
    String where = other.file().equals(place.file()) ? "line " : other.file() + ":";
    String both =
        "\"%s\" overlaps \"%s\" of %s (%s%d): kubelet runs both, and tries the credential of %s first"
            .formatted(own.text(), others.text(), name, where, others.line(), name);
    boolean shadowed = other.entry().token().isEmpty() && place.entry().token().isPresent();
    return shadowed
        ? Finding.ineffective(
            own.line(),
            both
                + ", which is not the pod's; move %s before it (podpass config merge --first) or let it take its place (--replace=%s)"
                    .formatted(place.entry().label(), name))
        : Finding.warning(own.line(), both);
  }
}
