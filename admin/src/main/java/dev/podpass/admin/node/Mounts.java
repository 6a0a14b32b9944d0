// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The mount table of a node, from {@code /proc/mounts}. */
final class Mounts {
  private final List<Mount> all;

  /** A mount point with its options. */
  record Mount(String point, List<String> options) {}

  private Mounts(List<Mount> all) {
    this.all = all;
  }

  static Mounts of(NodeFiles files) {
    return new Mounts(
        files
            .read("/proc/mounts")
            .orElse("")
            .lines()
            .map(line -> line.split(" ", -1))
            .filter(fields -> fields.length >= 4)
            .map(fields -> new Mount(fields[1], List.of(fields[3].split(",", -1))))
            .toList());
  }

  /** The mount that contains a path; of two at the same mount point the later. */
  Optional<Mount> of(String path) {
    return all.reversed().stream()
        .filter(mount -> (path + "/").startsWith(mount.point().replaceFirst("/*$", "/")))
        .max(Comparator.comparingInt(mount -> mount.point().length()));
  }
}
