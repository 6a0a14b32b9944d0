// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Opens, reads and replaces files that other users may have put something else in the place of: no
 * link is followed, no pipe or device opened. For a file that several processes write, see {@link
 * LockedFile}; for one that must outlive a power cut, {@link DurableFile}.
 */
public final class SafeFile {
  /** How the names of files begin that are not complete. */
  public static final String TEMPORARY = ".new-";

  private SafeFile() {}

  /**
   * Opens a file to be written to its end or locked; makes it with this mode if it is not there.
   *
   * @throws IOException if it is not a regular file of ours with this one name: opening a pipe
   *     would block, and a hard link would lead to a file elsewhere
   */
  public static FileChannel open(Path file, Set<PosixFilePermission> mode, OpenOption... how)
      throws IOException {
    requireOrdinaryOrAbsent(file);
    Set<OpenOption> options = new HashSet<>(Set.of(how));
    options.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(mode));
  }

  private static void requireOrdinaryOrAbsent(Path file) throws IOException {
    try {
      requireOrdinary(file);
    } catch (NoSuchFileException _) {
      // It is made.
    }
  }

  /**
   * Requires a regular file of ours with this one name.
   *
   * @throws NoSuchFileException if there is nothing
   * @throws IOException if it is anything else
   */
  public static void requireOrdinary(Path file) throws IOException {
    UnixAttributes attributes = UnixAttributes.of(file);
    if (!attributes.regularFile() || attributes.links() != 1 || !attributes.isOurs()) {
      throw new FileSystemException(
          file.toString(), null, "it is not a regular file of this user with one name");
    }
  }

  /**
   * The file's bytes, as many as the limit and one more: a result of that length is not all.
   *
   * @throws IOException if it is not a regular file
   */
  public static byte[] read(Path file, int limit) throws IOException {
    if (!UnixAttributes.of(file).regularFile()) {
      throw new FileSystemException(file.toString(), null, "it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit + 1);
    }
  }

  /** Writes all of it. */
  public static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /**
   * Replaces a file, or makes it: a reader sees the old one or the new one, also if this process is
   * killed. A killed process leaves a file whose name begins with {@link #TEMPORARY}. Nothing is
   * forced to the disk.
   */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    replace(file, content, mode, Optional.empty());
  }

  /** The same, with this time as that of the last modification. */
  public static void replace(
      Path file, byte[] content, Set<PosixFilePermission> mode, Optional<Instant> modified)
      throws IOException {
    String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    replace(file, temporary(file, "." + suffix), content, mode, modified);
  }

  static void replace(
      Path file,
      Path fresh,
      byte[] content,
      Set<PosixFilePermission> mode,
      Optional<Instant> modified)
      throws IOException {
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              PosixFilePermissions.asFileAttribute(mode))) {
        write(channel, content);
      }
      if (modified.isPresent()) {
        Files.setLastModifiedTime(fresh, FileTime.from(modified.get()));
      }
      rename(fresh, file);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  static Path temporary(Path file, String suffix) {
    return file.resolveSibling(TEMPORARY + file.getFileName() + suffix);
  }

  static void rename(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
