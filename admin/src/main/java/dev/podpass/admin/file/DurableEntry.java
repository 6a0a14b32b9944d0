// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts an entry into a directory, or removes it, so that a power cut leaves the old one or the new
 * one: it is on the disk when a method returns. One process at a time may change an entry; for a
 * file that others lock, see {@code DurableFile}.
 */
public final class DurableEntry {
  private DurableEntry() {}

  /** Makes an entry under a temporary name. */
  @FunctionalInterface
  interface Maker {
    void make(Path temporary) throws IOException;
  }

  public static void write(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    put(file, temporary -> make(temporary, content, mode));
  }

  /** Makes a file with that content; fails if there is one. */
  static void make(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    try (FileChannel channel = create(file, mode)) {
      SafeFile.write(channel, content);
      finish(file, channel, mode);
    }
  }

  /**
   * Copies the content of another file, with this mode and nothing else of the other.
   *
   * @param trial says of the copy, before it gets its name, why it is not to be used
   * @return that reason: nothing has changed then
   */
  public static <T> Optional<T> install(
      Path from, Path file, Set<PosixFilePermission> mode, Function<Path, Optional<T>> trial)
      throws IOException {
    return put(file, temporary -> copyContent(from, temporary, mode), trial);
  }

  private static void copyContent(Path from, Path to, Set<PosixFilePermission> mode)
      throws IOException {
    try (InputStream in = Files.newInputStream(from);
        FileChannel out = create(to, mode)) {
      var _ = in.transferTo(Channels.newOutputStream(out));
      finish(to, out, mode);
    }
  }

  public static void directory(Path directory) throws IOException {
    Files.createDirectory(directory);
    force(directory.resolveSibling("."));
  }

  public static void link(Path link, Path target) throws IOException {
    put(link, temporary -> Files.createSymbolicLink(temporary, target));
  }

  public static void remove(Path entry) throws IOException {
    sweep(entry);
    if (Files.deleteIfExists(entry)) {
      force(entry.resolveSibling("."));
    }
  }

  /** Removes what a killed process left of an entry that was not complete. */
  public static void sweep(Path entry) throws IOException {
    Files.deleteIfExists(temporary(entry));
  }

  /** Makes an entry, and gives it its name when it is complete. */
  static void put(Path entry, Maker maker) throws IOException {
    var _ = put(entry, maker, _ -> Optional.empty());
  }

  private static <T> Optional<T> put(Path entry, Maker maker, Function<Path, Optional<T>> trial)
      throws IOException {
    sweep(entry);
    Path temporary = temporary(entry);
    try {
      maker.make(temporary);
      Optional<T> refused = trial.apply(temporary);
      if (refused.isPresent()) {
        Files.delete(temporary);
        return refused;
      }
      SafeFile.rename(temporary, entry);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    force(entry.resolveSibling("."));
    return Optional.empty();
  }

  private static Path temporary(Path entry) {
    return SafeFile.temporary(entry, SafeFile.INCOMPLETE);
  }

  private static FileChannel create(Path file, Set<PosixFilePermission> mode) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS),
        PosixFilePermissions.asFileAttribute(mode));
  }

  /** The umask of the process is not the mode that was wanted. */
  private static void finish(Path file, FileChannel channel, Set<PosixFilePermission> mode)
      throws IOException {
    Files.setPosixFilePermissions(file, mode);
    channel.force(true);
  }

  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
