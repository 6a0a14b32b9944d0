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
  static final Path OF_THE_NODE = Path.of("/proc/1/root");

  private MachineRoot() {}

  /**
   * Whether a machine runs in a directory: it is {@code /} or the root of the node's first process,
   * and its {@code proc} is a mounted file system of processes.
   */
  static boolean isRunning(Path root) {
    try {
      return isOfTheNode(root)
          && FileSystemType.of(root.resolve("proc")).equals(Optional.of("proc"));
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean isOfTheNode(Path root) throws IOException {
    return root.equals(root.getRoot()) || Files.isSameFile(root, OF_THE_NODE);
  }
}
