// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.core.file.FileSystemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells the root directory of a running machine from an image of one. No file below the root
 * decides it, because the author of an image has written those.
 */
final class MachineRoot {
  /** The root of the process whose namespaces are entered to run a program on the node. */
  private static final Path OF_FIRST_PROCESS = Path.of("/proc/1/root");

  private MachineRoot() {}

  /**
   * The path by which the root of a running machine is seen; empty for an image. A machine runs in
   * a directory that is {@code /} or the root of the node's first process, if its {@code proc} is a
   * mounted file system of processes.
   */
  static Optional<Path> of(Path root) {
    try {
      return FileSystemType.of(root.resolve("proc")).equals(Optional.of("proc"))
          ? firstProcess(root)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<Path> firstProcess(Path root) throws IOException {
    if (root.equals(root.getRoot())) {
      return Optional.of(root);
    }
    return Files.isSameFile(root, OF_FIRST_PROCESS)
        ? Optional.of(OF_FIRST_PROCESS)
        : Optional.empty();
  }
}
