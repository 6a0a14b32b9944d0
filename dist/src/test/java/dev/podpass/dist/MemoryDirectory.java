// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podpass.testkit.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A new directory in memory, where the node's cache may lie; a test that wants one is skipped on a
 * machine without.
 */
record MemoryDirectory(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  static MemoryDirectory create() {
    try {
      assumeTrue(Files.isDirectory(MEMORY) && Files.getFileStore(MEMORY).type().equals("tmpfs"));
      return new MemoryDirectory(Files.createTempDirectory(MEMORY, "podpass-it-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    new Workspace(path).delete();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
