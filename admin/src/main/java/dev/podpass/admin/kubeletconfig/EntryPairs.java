// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import dev.podpass.spi.RegistryCredentialProvider.ReplacedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lint rules for each two entries of one configuration, whose files kubelet concatenates: it tries
 * the credential of the earlier entry first.
 */
public final class EntryPairs {
  private final Set<String> first;
  private final List<ReplacedPlugin> plugins;
  private final List<LocatedEntry> earlier = new ArrayList<>();

  /** Of a configuration whose {@code first} entries are tried before others on purpose. */
  public EntryPairs(Set<String> first, Stream<ReplacedPlugin> plugins) {
    this.first = Set.copyOf(first);
    this.plugins = plugins.toList();
  }

  private record LocatedEntry(
      String file, FileEntry entry, BuiltInBindings bindings, List<Pattern> patterns) {
    LocatedEntry(String file, FileEntry entry, List<ReplacedPlugin> plugins) {
      this(
          file,
          entry,
          BuiltInBindings.of(entry, plugins),
          entry.matchImages().stream()
              .flatMap(text ->
                  PatternFlaws.usable(text.text())
                      .map(usable -> new Pattern(text, usable))
                      .stream())
              .toList());
    }
  }

  private record Pattern(Text text, ImagePattern pattern) {}

  /** The findings about the entries of one more file. */
  public List<Finding> add(String file, List<FileEntry> entries) {
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : entries) {
      LocatedEntry place = new LocatedEntry(file, entry, plugins);
      earlier.stream()
          .flatMap(other -> sameName(other, place).stream())
          .findFirst()
          .ifPresent(findings::add);
      for (LocatedEntry other : earlier) {
        overlap(other, place).ifPresent(findings::add);
        other.bindings().before(place.bindings()).ifPresent(findings::add);
      }
      earlier.add(place);
    }
    return findings;
  }

  /** Within a file, that is kubelet's rule for its entries. */
  private static Optional<Finding> sameName(LocatedEntry other, LocatedEntry place) {
    return place
        .entry()
        .name()
        .filter(name -> !place.file().equals(other.file()))
        .filter(name -> name.text().equals(other.entry().name().map(Text::text).orElse("")))
        .map(name ->
            Finding.rejected(name.line(), "name " + name.text() + " is also in " + other.file()));
  }

  /** One finding, however many of their patterns overlap. */
  private Optional<Finding> overlap(LocatedEntry other, LocatedEntry place) {
    if (first.contains(other.entry().label())) {
      return Optional.empty();
    }
    for (Pattern own : place.patterns()) {
      for (Pattern others : other.patterns()) {
        if (own.pattern().overlaps(others.pattern())) {
          return Optional.of(overlap(place, own.text(), other, others.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static Finding overlap(LocatedEntry place, Text own, LocatedEntry other, Text others) {
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
