// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A directory that only this user can enter. What is no regular file of this user in it, or too
 * large, counts as absent: the directory may have been open to others before.
 */
record PrivateDirectory(Path directory) {
  private static final int MAX_FILE = 64 << 10;
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  boolean exists() {
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
  }

  Optional<byte[]> read(String name) throws IOException {
    try {
      Path file = directory.resolve(name);
      SafeFile.requireOrdinary(file);
      byte[] bytes = SafeFile.read(file, MAX_FILE);
      return bytes.length > MAX_FILE ? Optional.empty() : Optional.of(bytes);
    } catch (FileSystemException _) {
      return Optional.empty();
    }
  }

  /** Atomically replaces or creates a file. Concurrent readers see the old or the new content. */
  void replace(String name, byte[] content, Instant modified) throws IOException {
    Path file = directory.resolve(name);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      delete(name); // A file cannot be moved over a directory.
    }
    SafeFile.replace(file, content, MODE, Optional.of(modified));
  }

  /** Opens a lock file, which is never read or replaced. */
  FileChannel lockFile(String name) throws IOException {
    return SafeFile.open(
        directory.resolve(name), MODE, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  Optional<Instant> modified(String name) throws IOException {
    try {
      return Optional.of(
          Files.getLastModifiedTime(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)
              .toInstant());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Deletes a file or an empty directory. */
  void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  List<String> names() throws IOException {
    return SafeFile.list(directory).stream().map(file -> file.getFileName().toString()).toList();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
