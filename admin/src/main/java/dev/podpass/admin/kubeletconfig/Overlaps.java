// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds entries that kubelet runs for the same images, in the files of one configuration: it tries
 * the credential of the earlier one first.
 */
public final class Overlaps {
  private final Set<String> first;
  private final List<Place> earlier = new ArrayList<>();

  /** The earlier entries by their patterns' hosts, so that not each two are compared. */
  private final Map<String, Set<Integer>> byHost = new HashMap<>();

  private final Set<Integer> withGlob = new TreeSet<>();

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
      List<Pattern> patterns =
          entry.matchImages().stream()
              .flatMap(text ->
                  PatternFlaws.usable(text.text())
                      .map(usable -> new Pattern(text, usable))
                      .stream())
              .toList();
      Place place = new Place(file, entry, patterns);
      candidates(patterns).forEach(i -> overlap(place, earlier.get(i)).ifPresent(findings::add));
      add(place);
    }
    return findings;
  }

  /** The earlier entries that may overlap, in their order. */
  private IntStream candidates(List<Pattern> patterns) {
    if (patterns.stream().anyMatch(own -> own.pattern().hasGlob())) {
      return IntStream.range(0, earlier.size());
    }
    return Stream.concat(
            withGlob.stream(),
            patterns.stream()
                .flatMap(own -> byHost.getOrDefault(own.pattern().host(), Set.of()).stream()))
        .mapToInt(Integer::intValue)
        .sorted()
        .distinct();
  }

  private void add(Place place) {
    int index = earlier.size();
    earlier.add(place);
    for (Pattern own : place.patterns()) {
      if (own.pattern().hasGlob()) {
        withGlob.add(index);
      } else {
        byHost.computeIfAbsent(own.pattern().host(), _ -> new TreeSet<>()).add(index);
      }
    }
  }

  private Optional<Finding> overlap(Place place, Place other) {
    if (first.contains(other.entry().label())) {
      return Optional.empty();
    }
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
