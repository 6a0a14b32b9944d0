// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.core.file.FileSystemType;
import java.util.List;
import java.util.Optional;

/** A mount of a node, from {@code /proc}. */
public record Mount(String point, String type, List<String> options) {
  public Mount {
    options = List.copyOf(options);
  }

  /**
   * The mount that contains a path, as PID 1 sees it, for a container's own differ; of two at the
   * same mount point the later.
   */
  public static Optional<Mount> of(NodeFiles files, String path) {
    return files
        .read("/proc/1/mounts")
        .or(() -> files.read("/proc/mounts"))
        .orElse("")
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length >= 4)
        .map(fields -> new Mount(fields[1], fields[2], List.of(fields[3].split(",", -1))))
        .filter(mount -> (path + "/").startsWith(mount.point().replaceFirst("/*$", "/")))
        .reduce((best, next) -> next.point().length() < best.point().length() ? best : next);
  }

  /** Whether a reboot empties it. */
  public boolean inMemory() {
    return FileSystemType.isInMemory(type);
  }
}
