// SPDX-License-Identifier: Apache-2.0
package dev.podpass.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that several processes read and replace, while this process holds its lock: what it read
 * is what it replaces. The lock is an empty hidden file beside it, {@code .NAME.lock}, which stays;
 * the kernel releases the lock of a process that dies.
 */
public final class LockedFile {
  private static final Duration POLL = Duration.ofMillis(1);
  private static final Set<PosixFilePermission> LOCK_MODE =
      PosixFilePermissions.fromString("rw-------");

  private final Path file;

  private LockedFile(Path file) {
    this.file = file;
  }

  /**
   * What is done while the lock is held.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T with(LockedFile file) throws IOException;
  }

  /**
   * Does something while no other process that takes the lock does.
   *
   * @param patience how long to wait for the lock
   * @throws IOException if the lock cannot be had within that time, or what the work throws
   */
  public static <T> T whileLocked(Path file, Duration patience, Work<T> work) throws IOException {
    try (FileChannel channel =
        SafeFile.open(
            file.resolveSibling("." + file.getFileName() + ".lock"),
            LOCK_MODE,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE)) {
      long end = System.nanoTime() + patience.toNanos();
      while (!locked(channel)) {
        if (System.nanoTime() - end >= 0) {
          throw new FileSystemException(file.toString(), null, "another process has it locked");
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
      return work.with(new LockedFile(file));
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // Another thread of this process has it.
    }
  }

  /**
   * All of it; empty if there is no such file.
   *
   * @throws IOException if it is larger than the limit
   */
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
   * Replaces it, or makes it, as {@link SafeFile#replace} does. What a killed process left is
   * cleaned away: under the lock, one temporary name is enough.
   */
  public void replace(byte[] content, Set<PosixFilePermission> mode) throws IOException {
    SafeFile.replace(file, temporary(), content, mode, Optional.empty());
  }

  Path path() {
    return file;
  }

  /** A name beside it for what is not complete; nothing is there. */
  Path temporary() throws IOException {
    Path temporary = SafeFile.temporary(file, "");
    Files.deleteIfExists(temporary);
    return temporary;
  }
}
