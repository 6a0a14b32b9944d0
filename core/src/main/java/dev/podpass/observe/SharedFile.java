// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import dev.podpass.file.SafeFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * A file that many processes write, one at a time, and that others may read. Links are not
 * followed.
 */
final class SharedFile {
  /** A pull is worth more than a line about it. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final Duration POLL = Duration.ofMillis(1);
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

  private final Path file;

  SharedFile(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /** What is done while nobody else does anything. */
  interface Work {
    void run() throws IOException;
  }

  /**
   * Does something while nobody else does anything to this file.
   *
   * @throws IOException if it cannot be done, or others do not come to an end
   */
  void alone(Work work) throws IOException {
    try (FileChannel channel =
        SafeFile.open(lockFile(), MODE, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!locked(channel)) {
        if (System.nanoTime() - end >= 0) {
          throw new IOException("others are writing");
        }
        LockSupport.parkNanos(POLL.toNanos());
      }
      work.run();
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

  /** All of it, up to a limit; nothing if it is not there. */
  byte[] read(int limit) throws IOException {
    try {
      byte[] bytes = SafeFile.read(file, limit);
      if (bytes.length > limit) {
        throw new IOException("it is larger than " + limit + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException _) {
      return new byte[0];
    }
  }

  /** Replaces it at once, so that a reader sees the old or the new. */
  void replace(byte[] content) throws IOException {
    SafeFile.replace(file, content, MODE);
  }

  /** Adds to its end; how large it is then. */
  long append(byte[] content) throws IOException {
    try (FileChannel channel =
        SafeFile.open(file, MODE, StandardOpenOption.APPEND, StandardOpenOption.CREATE)) {
      SafeFile.write(channel, content);
      return channel.size();
    }
  }

  /** Gives it a number, and those that have one the next; the last one is forgotten. */
  void rotate(int kept) throws IOException {
    for (int number = kept - 1; number >= 1; number--) {
      Path older = numbered(number);
      if (Files.exists(older, LinkOption.NOFOLLOW_LINKS)) {
        Files.move(older, numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  /** Hidden, and with another ending, so that a collector of files does not take it for one. */
  private Path lockFile() {
    return file.resolveSibling("." + file.getFileName() + ".lock");
  }
}
