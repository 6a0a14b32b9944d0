// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** A folder of its own on tmpfs, as a node cache needs, for as long as one test takes. */
final class MemoryFolder implements AfterEachCallback {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Path path;

  /** Aborts the test where nothing is mounted there. */
  MemoryFolder() {
    try {
      if (!Files.isDirectory(MEMORY) || !Files.getFileStore(MEMORY).type().equals("tmpfs")) {
        throw new TestAbortedException(MEMORY + " is no tmpfs");
      }
      path = Files.createTempDirectory(MEMORY, "podpass-it-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
