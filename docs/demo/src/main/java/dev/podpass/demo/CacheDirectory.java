// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import dev.podpass.testkit.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A directory for a node's cache: in memory where the machine has such a directory, as podpass
 * wants it, and otherwise in the one for temporary files.
 */
record CacheDirectory(Path path, boolean inMemory) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  static CacheDirectory create() {
    boolean memory = Files.isWritable(MEMORY);
    try {
      return new CacheDirectory(
          memory
              ? Files.createTempDirectory(MEMORY, "podpass-demo-")
              : Files.createTempDirectory("podpass-demo-"),
          memory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes podpass use it. */
  Map<String, String> environment() {
    return inMemory
        ? Map.of("PODPASS_CACHE", "on", "PODPASS_CACHE_DIR", path.toString())
        : Map.of("PODPASS_CACHE", "off");
  }

  @Override
  public void close() {
    new Workspace(path).delete();
  }
}
