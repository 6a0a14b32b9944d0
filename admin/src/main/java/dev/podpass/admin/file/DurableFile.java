// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces a file durably: new file and backup are synced to disk before the rename, so that a
 * power cut cannot leave it empty. Owner, mode, ACL and extended attributes are preserved; a new
 * file is its owner's alone.
 */
public final class DurableFile {
  /** The mode of a new file too: a configuration may contain a proxy's password. */
  private static final Set<PosixFilePermission> WRITABLE =
      PosixFilePermissions.fromString("rw-------");

  private static final int MAX_BYTES = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private DurableFile() {}

  /** Replaces or creates the file, if its content differs; false if it does not. */
  public static boolean update(Path file, byte[] content) throws IOException {
    return LockedFile.whileLockedOnce(
        file,
        PATIENCE,
        held -> {
          Optional<byte[]> before = held.read(MAX_BYTES);
          if (before.filter(bytes -> Arrays.equals(bytes, content)).isPresent()) {
            return false;
          }
          var _ = replace(held, before, content, Optional.empty(), Optional.empty());
          return true;
        });
  }

  /**
   * Replaces or creates the file.
   *
   * @param expected the expected content, empty if the file must not exist; if it differs, the file
   *     is not replaced
   * @param backup the name of the backup; a number is added if it exists; empty for no backup
   * @param time when the file was changed; empty for now
   * @return the backup, if there is one
   * @throws FileSystemException with a reason, if the file is not replaced; no backup is left then
   */
  public static Optional<Path> replace(
      LockedFile held,
      Optional<byte[]> expected,
      byte[] content,
      Optional<String> backup,
      Optional<FileTime> time)
      throws IOException {
    Path file = held.path();
    Path fresh = held.temporary();
    Optional<Path> old = Optional.empty();
    try {
      if (expected.isPresent()) {
        requireOneName(file);
        if (backup.isPresent()) {
          old = Optional.of(numberedCopy(file, backup.get()));
        }
        copy(file, fresh);
        overwrite(fresh, content);
      } else {
        DurableEntry.make(fresh, content, WRITABLE);
      }
      if (time.isPresent()) {
        Files.setLastModifiedTime(fresh, time.get());
      }
      requireUnchanged(file, expected);
      SafeFile.rename(fresh, file);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      if (old.isPresent()) {
        Files.deleteIfExists(old.get());
      }
      throw e;
    }
    DurableEntry.force(file.resolveSibling("."));
    return old;
  }

  /**
   * Writes a file that no other process writes, with the owner, mode, time, ACL and extended
   * attributes of another.
   */
  public static void copyWith(Path attributes, Path file, byte[] content) throws IOException {
    DurableEntry.put(file, fresh -> create(fresh, attributes, content));
  }

  /** Removes the file, if it has the expected content. */
  public static void remove(LockedFile held, Optional<byte[]> expected) throws IOException {
    requireUnchanged(held.path(), expected);
    DurableEntry.remove(held.path());
  }

  private static void requireOneName(Path file) throws IOException {
    UnixAttributes attributes = UnixAttributes.of(file);
    if (!attributes.regularFile()) {
      throw new FileSystemException(file.toString(), null, "it is not a regular file");
    }
    if (attributes.links() > 1) {
      throw new FileSystemException(
          file.toString(),
          null,
          "it is a hard link, and its other name would keep the old content");
    }
  }

  private static Path numberedCopy(Path file, String name) throws IOException {
    for (int number = 1; ; number++) {
      Path copy = file.resolveSibling(name + (number == 1 ? "" : "-" + number) + ".bak");
      try {
        copy(file, copy);
        return copy;
      } catch (FileAlreadyExistsException _) {
        // An older backup, which stays.
      }
    }
  }

  /** With all attributes, including those of security modules. */
  static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    try {
      if (!owners(from).equals(owners(to))) {
        throw new FileSystemException(from.toString(), null, "its owner cannot be kept");
      }
      DurableEntry.force(to);
    } catch (IOException e) {
      Files.deleteIfExists(to);
      throw e;
    }
  }

  /** Another content with all attributes of a file, its time too. */
  static void create(Path file, Path attributes, byte[] content) throws IOException {
    copy(attributes, file);
    overwrite(file, content);
    Files.setLastModifiedTime(file, Files.getLastModifiedTime(attributes));
  }

  private static Set<Object> owners(Path file) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
    return Set.of(attributes.owner(), attributes.group());
  }

  /** Its mode may deny writing even to its owner. */
  static void overwrite(Path file, byte[] content) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    Files.setPosixFilePermissions(file, WRITABLE);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      Files.setPosixFilePermissions(file, mode);
      SafeFile.write(channel, content);
      channel.force(true);
    }
  }

  private static void requireUnchanged(Path file, Optional<byte[]> expected) throws IOException {
    boolean same =
        expected.isPresent()
            ? Arrays.equals(Files.readAllBytes(file), expected.get())
            : !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (!same) {
      throw new FileSystemException(
          file.toString(), null, "another program changed it at the same time");
    }
  }
}
