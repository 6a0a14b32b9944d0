// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for a test's files, which are deleted with it. */
public final class Workspace {
  private final Path directory;

  /** A directory that is there. */
  public Workspace(Path directory) {
    this.directory = directory;
  }

  static Workspace create() {
    try {
      return new Workspace(Files.createTempDirectory("podpass-testkit"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path directory() {
    return directory;
  }

  Path write(String name, String content) {
    try {
      return Files.writeString(directory.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it, if it is there, and all that it has. */
  public void delete() {
    if (Files.notExists(directory)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
