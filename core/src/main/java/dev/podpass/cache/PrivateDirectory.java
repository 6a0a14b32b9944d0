// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.file.SafeFile;
import dev.podpass.file.UnixAttributes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files that nobody but we can read or write. A file that is anything else (a link, of another
 * owner, readable by others, too large) is as good as absent.
 */
final class PrivateDirectory {
  private static final int MAX_FILE = 64 << 10;
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  private final Path directory;

  PrivateDirectory(Path directory) {
    this.directory = directory;
  }

  /** The content of a file, if there is such a file and it is private. */
  Optional<byte[]> read(String name) throws IOException {
    Path file = directory.resolve(name);
    try {
      if (!isPrivate(file)) {
        return Optional.empty();
      }
      byte[] bytes = SafeFile.read(file, MAX_FILE);
      return bytes.length > MAX_FILE ? Optional.empty() : Optional.of(bytes);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static boolean isPrivate(Path file) throws IOException {
    UnixAttributes attributes = UnixAttributes.of(file);
    return attributes.regularFile() && attributes.isOurs() && attributes.isPrivate();
  }

  /**
   * Replaces a file, or makes it. Whoever reads meanwhile, or dies, sees the old or the new.
   *
   * @param modified becomes the time of its last modification
   */
  void replace(String name, byte[] content, Instant modified) throws IOException {
    Path file = directory.resolve(name);
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      delete(name); // Nothing can be moved over one.
    }
    SafeFile.replace(file, content, MODE, Optional.of(modified));
  }

  /** Opens a file for locks, which nobody ever reads or replaces. */
  FileChannel lockFile(String name) throws IOException {
    return SafeFile.open(
        directory.resolve(name), MODE, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
  }

  /** The time of a file's last modification, if there is such a file. */
  Optional<Instant> modified(String name) throws IOException {
    try {
      return Optional.of(
          Files.getLastModifiedTime(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)
              .toInstant());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** Takes a file away, or an empty directory. */
  void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /** The names of all files. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
