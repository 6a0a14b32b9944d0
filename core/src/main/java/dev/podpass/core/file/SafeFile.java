// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens, reads and replaces files in directories that other users can write to: no symbolic link is
 * followed, no pipe or device opened. See {@link LockedFile} for a file that several processes
 * write.
 */
public final class SafeFile {
  /** The prefix of incomplete files' names. */
  public static final String TEMPORARY = ".new-";

  /**
   * The ending of incomplete files' names. Of a directory, kubelet reads every file whose name ends
   * in .json, .yaml or .yml, and node_exporter those in .prom, hidden ones too.
   */
  public static final String INCOMPLETE = ".tmp";

  private static final int PAGE = 4096;
  private static final Set<PosixFilePermission> NO_ONE = Set.of();

  private SafeFile() {}

  /**
   * Opens a file for writing or locking; creates it with this mode if it is missing. Anything but a
   * regular file of this user with one link is an error: opening a pipe would block, and a hard
   * link leads to a file in another place.
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
      // It is created.
    }
  }

  /**
   * Requires a regular file of this user with one link; one that is deleted meanwhile is missing.
   */
  public static void requireOrdinary(Path file) throws IOException {
    UnixAttributes attributes = UnixAttributes.of(file);
    if (attributes.links() == 0) {
      throw new NoSuchFileException(file.toString());
    }
    if (!attributes.regularFile() || attributes.links() != 1 || !attributes.isOurs()) {
      throw new FileSystemException(
          file.toString(), null, "it is not a regular file of this user with one name");
    }
  }

  /** Returns at most one byte more than the limit, which tells a file that is too large. */
  public static byte[] read(Path file, int limit) throws IOException {
    if (!UnixAttributes.of(file).regularFile()) {
      throw new FileSystemException(file.toString(), null, "it is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(limit + 1);
    }
  }

  /** Returns the whole text of a file of at most so many bytes, all of which are UTF-8. */
  public static String text(Path file, int limit) throws IOException {
    byte[] bytes = read(file, limit);
    if (bytes.length > limit) {
      throw new FileSystemException(
          file.toString(), null, "it is larger than " + (limit >> 10) + " KiB");
    }
    return utf8(bytes);
  }

  /** Decodes a text strictly: kubelet, clouds and podpass must not read it differently. */
  public static String utf8(byte[] bytes) throws FileSystemException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      String before = out.flip().toString();
      throw new FileSystemException(
          null,
          null,
          "line " + (before.lines().count() + (before.endsWith("\n") ? 1 : 0)) + " is not UTF-8");
    }
    return out.flip().toString();
  }

  /** Lists a directory in the order of names. */
  public static List<Path> list(Path directory) throws IOException {
    return list(directory, _ -> true, Integer.MAX_VALUE);
  }

  /** Lists at most so many files whose names are wanted. */
  public static List<Path> list(Path directory, Predicate<String> names, int limit)
      throws IOException {
    try (Stream<Path> inside = Files.list(directory)) {
      return inside
          .filter(file -> names.test(file.getFileName().toString()))
          .limit(limit)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Requires that {@link #open} can open or create a file for writing, and that its disk takes
   * more; leaves nothing behind.
   */
  static void requireWritable(Path file) throws IOException {
    try (FileChannel _ = open(file, NO_ONE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // It can be.
    } catch (NoSuchFileException _) {
      // It is created beside what follows.
    }
    Path fresh = temporary(file, randomSuffix());
    try {
      create(fresh, new byte[PAGE], NO_ONE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Tries to lock a part of a file; null if another thread or process holds it. */
  public static @Nullable FileLock tryLock(
      FileChannel channel, long position, long size, boolean shared) throws IOException {
    try {
      return channel.tryLock(position, size, shared);
    } catch (OverlappingFileLockException _) {
      return null; // Another thread of this process holds it.
    }
  }

  public static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /**
   * Atomically replaces or creates a file, also if the process is killed. A killed process leaves a
   * file whose name begins with {@link #TEMPORARY}. Data is not synced to disk.
   */
  public static void replace(Path file, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    replace(file, content, mode, Optional.empty());
  }

  public static void replace(
      Path file, byte[] content, Set<PosixFilePermission> mode, Optional<Instant> modified)
      throws IOException {
    replace(file, temporary(file, randomSuffix()), content, mode, modified);
  }

  private static String randomSuffix() {
    return "." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  static void replace(
      Path file,
      Path fresh,
      byte[] content,
      Set<PosixFilePermission> mode,
      Optional<Instant> modified)
      throws IOException {
    try {
      create(fresh, content, mode);
      if (modified.isPresent()) {
        Files.setLastModifiedTime(fresh, FileTime.from(modified.get()));
      }
      rename(fresh, file);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  private static void create(Path fresh, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            PosixFilePermissions.asFileAttribute(mode))) {
      write(channel, content);
    }
  }

  /** The name of an incomplete file. */
  public static Path temporary(Path file, String suffix) {
    return file.resolveSibling(TEMPORARY + file.getFileName() + suffix);
  }

  /** Atomically gives a complete file its name. */
  public static void rename(Path fresh, Path file) throws IOException {
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
