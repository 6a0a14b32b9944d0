// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds patterns that were written for a provider's registries and miss them all, by the number of
 * their labels.
 *
 * @param patterns of each provider, by its id
 */
public record KnownRegistries(Map<String, List<String>> patterns) {

  /** Keeps its own copy. */
  public KnownRegistries {
    patterns = Map.copyOf(patterns);
  }

  /** One finding for each pattern that ends as a registry's host does, and matches none. */
  public List<Finding> misses(ConfigFile file) {
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : file.entries()) {
      for (Text text : entry.matchImages()) {
        PatternFlaws.usable(text.text())
            .flatMap(pattern -> miss(text, pattern))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Optional<Finding> miss(Text text, ImagePattern pattern) {
    List<ImagePattern> all =
        patterns.values().stream().flatMap(List::stream).map(ImagePattern::parse).toList();
    ImagePattern host = new ImagePattern(text.text(), pattern.labels(), "", "");
    if (all.stream().anyMatch(host::overlaps)) {
      return Optional.of(pattern.port())
          .filter(port -> !port.isEmpty())
          .map(port -> port(text, port));
    }
    return all.stream()
        .filter(known -> known.labels().size() != host.labels().size())
        .filter(known -> suffix(known).equals(suffix(host)))
        .findFirst()
        .map(known ->
            Finding.ineffective(
                text.line(),
                "\"%s\" matches no registry: a * is one label, and it has %d where \"%s\" has %d"
                    .formatted(
                        text.text(), host.labels().size(), known.text(), known.labels().size())));
  }

  /** Kubelet takes a port for a part of the name, even where it is the usual one. */
  private static Finding port(Text text, String port) {
    return Finding.warning(
        text.line(),
        "\"%s\" matches only images that are written with %s; clouds' registries are not"
            .formatted(text.text(), port));
  }

  private static String suffix(ImagePattern pattern) {
    List<String> labels = pattern.labels();
    return String.join(".", labels.subList(Math.max(0, labels.size() - 2), labels.size()));
  }
}
