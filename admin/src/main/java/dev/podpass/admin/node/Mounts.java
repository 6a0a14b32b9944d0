// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.core.file.FileSystemType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The mount table of a node, from {@code /proc}. */
public final class Mounts {
  private final List<Mount> all;

  public record Mount(String point, String type, List<String> options) {
    public Mount {
      options = List.copyOf(options);
    }

    /** Whether a reboot empties it. */
    public boolean inMemory() {
      return FileSystemType.isInMemory(type);
    }
  }

  private Mounts(List<Mount> all) {
    this.all = all;
  }

  /** Reads the mounts of PID 1; a container's own differ. */
  public static Mounts of(NodeFiles files) {
    return new Mounts(
        files
            .read("/proc/1/mounts")
            .or(() -> files.read("/proc/mounts"))
            .orElse("")
            .lines()
            .map(line -> line.split(" ", -1))
            .filter(fields -> fields.length >= 4)
            .map(fields -> new Mount(fields[1], fields[2], List.of(fields[3].split(",", -1))))
            .toList());
  }

  /** The mount that contains a path; of two at the same mount point the later. */
  public Optional<Mount> of(String path) {
    return all.reversed().stream()
        .filter(mount -> (path + "/").startsWith(mount.point().replaceFirst("/*$", "/")))
        .max(Comparator.comparingInt(mount -> mount.point().length()));
  }
}
