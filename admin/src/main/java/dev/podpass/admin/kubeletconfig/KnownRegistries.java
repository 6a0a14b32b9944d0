// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Detects patterns that are meant for a known registry and match none of its hosts, because they
 * have another number of labels or a port.
 */
public final class KnownRegistries {
  private KnownRegistries() {}

  /**
   * The patterns of entries that match no host of these patterns, which registries are known by.
   */
  public static List<Finding> misses(List<FileEntry> entries, List<String> known) {
    List<ImagePattern> all = known.stream().map(ImagePattern::parse).toList();
    List<Finding> findings = new ArrayList<>();
    for (FileEntry entry : entries) {
      for (Text text : entry.matchImages()) {
        PatternFlaws.usable(text.text())
            .flatMap(pattern -> miss(text, pattern, all))
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> miss(Text text, ImagePattern pattern, List<ImagePattern> all) {
    ImagePattern host = pattern.onPort("");
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

  /** Kubelet compares the port as a part of the host name, even the default port. */
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
