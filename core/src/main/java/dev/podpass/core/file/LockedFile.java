// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that several processes read and replace, accessed under a lock. The lock is a hidden file
 * beside it, {@code .NAME.lock}; the kernel releases the lock of a process that dies.
 */
public final class LockedFile {
  private static final Duration SHORTEST_POLL = Duration.ofMillis(1);
  private static final Duration LONGEST_POLL = Duration.ofMillis(16);
  private static final Set<PosixFilePermission> LOCK_MODE =
      PosixFilePermissions.fromString("rw-------");

  /** The length of a sparse file, which takes one block of the disk. */
  private static final long LONGEST_MARK = 1L << 30;

  private static final Set<String> NO_NAMES = Set.of("", ".", "..");

  private final Path file;

  private LockedFile(Path file) {
    this.file = file;
  }

  /** The work to do under the lock. */
  @FunctionalInterface
  public interface Work<T> {
    T with(LockedFile file) throws IOException;
  }

  /** Runs work under the lock; a {@link LockedException} if that is not free in time. */
  public static <T> T whileLocked(Path file, Duration patience, Work<T> work) throws IOException {
    return whileLocked(file, false, patience, work);
  }

  /** Runs work that excludes only {@link #whileLocked}: processes that do it share the lock. */
  public static <T> T whileShared(Path file, Duration patience, Work<T> work) throws IOException {
    return whileLocked(file, true, patience, work);
  }

  private static <T> T whileLocked(Path file, boolean shared, Duration patience, Work<T> work)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    try (FileChannel channel = open(lockOf(file))) {
      awaitLock(channel, shared, file, end);
      return work.with(new LockedFile(file));
    }
  }

  /** Requires that this process can write a file under its lock; leaves nothing behind. */
  public static void requireWritable(Path file) throws IOException {
    SafeFile.requireWritable(lockOf(file));
    SafeFile.requireWritable(file);
  }

  /** Runs work under the lock of a file that is rarely written: the lock is deleted afterwards. */
  public static <T> T whileLockedOnce(Path file, Duration patience, Work<T> work)
      throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Path lock = lockOf(file);
    while (true) {
      try (FileChannel channel = open(lock)) {
        awaitLock(channel, false, file, end);
        if (leadsTo(channel, lock)) {
          try {
            return work.with(new LockedFile(file));
          } finally {
            Files.deleteIfExists(lock);
          }
        }
      }
    }
  }

  /**
   * Whether the name still refers to the locked file: the previous holder may have deleted it, and
   * another process created a new one. Only a holder writes, so a random length distinguishes the
   * two. The file is not opened again, because POSIX releases a process's locks on a file with the
   * first descriptor that it closes.
   */
  private static boolean leadsTo(FileChannel locked, Path lock) throws IOException {
    long length = ThreadLocalRandom.current().nextLong(1, LONGEST_MARK);
    locked.truncate(0).write(ByteBuffer.allocate(1), length - 1);
    try {
      return Files.getAttribute(lock, "size", LinkOption.NOFOLLOW_LINKS).equals(length);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /** Whether a lock file exists; a killed process leaves one that is not held. */
  public static boolean hasLock(Path file) throws IOException {
    return Files.exists(lockOf(file), LinkOption.NOFOLLOW_LINKS);
  }

  private static Path lockOf(Path file) throws IOException {
    Path name = file.getFileName();
    if (name == null || NO_NAMES.contains(name.toString())) {
      throw new FileSystemException(file.toString(), null, "it does not end in a file's name");
    }
    return file.resolveSibling("." + name + ".lock");
  }

  private static FileChannel open(Path lock) throws IOException {
    return SafeFile.open(
        lock,
        LOCK_MODE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.CREATE);
  }

  /** Waits longer each time and by chance, so that hundreds of processes do not fill the CPU. */
  private static void awaitLock(FileChannel channel, boolean shared, Path file, long end)
      throws IOException {
    for (long longest = SHORTEST_POLL.toNanos();
        SafeFile.tryLock(channel, 0, Long.MAX_VALUE, shared) == null;
        longest = Math.min(2 * longest, LONGEST_POLL.toNanos())) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new LockedException(file);
      }
      LockSupport.parkNanos(
          Math.min(left, ThreadLocalRandom.current().nextLong(longest / 2, longest)));
    }
  }

  /** Returns the content; empty if the file does not exist. A larger one is an error. */
  public Optional<byte[]> read(int limit) throws IOException {
    try {
      byte[] bytes = SafeFile.read(file, limit);
      if (bytes.length > limit) {
        throw new FileSystemException(
            file.toString(), null, "it is larger than " + limit + " bytes");
      }
      return Optional.of(bytes);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /**
   * Replaces or creates the file, as {@link SafeFile#replace} does. Leftovers of a killed process
   * are deleted: under the lock, one temporary name is enough.
   */
  public void replace(byte[] content, Set<PosixFilePermission> mode) throws IOException {
    try {
      replace(SafeFile.temporary(file, SafeFile.INCOMPLETE), content, mode);
    } catch (FileAlreadyExistsException _) {
      replace(temporary(), content, mode);
    }
  }

  private void replace(Path fresh, byte[] content, Set<PosixFilePermission> mode)
      throws IOException {
    SafeFile.replace(file, fresh, content, mode, Optional.empty());
  }

  public Path path() {
    return file;
  }

  /** The name of an incomplete file; no file of that name exists afterwards. */
  public Path temporary() throws IOException {
    Path temporary = SafeFile.temporary(file, SafeFile.INCOMPLETE);
    Files.deleteIfExists(temporary);
    return temporary;
  }

  /** The lock of a file could not be taken in time: another process holds it. */
  public static final class LockedException extends FileSystemException {
    private static final long serialVersionUID = 1L;

    LockedException(Path file) {
      super(file.toString(), null, "another process has it locked");
    }
  }
}
