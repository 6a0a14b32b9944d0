// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A file that many processes write, one at a time, and that others may read. Links are not
 * followed.
 */
final class SharedFile {
  /** A pull is worth more than a line about it. */
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private static final Duration POLL = Duration.ofMillis(1);
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private final Path file;
  private final LongSupplier nanoTime;

  SharedFile(Path file) {
    this(file, System::nanoTime);
  }

  SharedFile(Path file, LongSupplier nanoTime) {
    this.file = file.toAbsolutePath().normalize();
    this.nanoTime = nanoTime;
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
        open(sibling(".lock"), StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      long end = nanoTime.getAsLong() + PATIENCE.toNanos();
      while (!locked(channel)) {
        if (nanoTime.getAsLong() - end >= 0) {
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
    try (FileChannel channel = open(file, StandardOpenOption.READ)) {
      if (channel.size() > limit) {
        throw new IOException("it is larger than " + limit + " bytes");
      }
      ByteBuffer content = ByteBuffer.allocate((int) channel.size());
      while (content.hasRemaining() && channel.read(content) >= 0) {}
      byte[] bytes = new byte[content.flip().remaining()];
      content.get(bytes);
      return bytes;
    } catch (NoSuchFileException _) {
      return new byte[0];
    }
  }

  /** Replaces it at once, so that a reader sees the old or the new. */
  void replace(byte[] content) throws IOException {
    Path fresh = sibling("." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
    try {
      try (FileChannel channel =
          open(fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        write(channel, content);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Adds to its end; how large it is then. */
  long append(byte[] content) throws IOException {
    try (FileChannel channel = open(file, StandardOpenOption.APPEND, StandardOpenOption.CREATE)) {
      write(channel, content);
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
  private Path sibling(String ending) {
    return file.resolveSibling("." + file.getFileName() + ending);
  }

  private static FileChannel open(Path path, OpenOption... how) throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(how));
    options.add(LinkOption.NOFOLLOW_LINKS);
    boolean creates =
        options.contains(StandardOpenOption.CREATE)
            || options.contains(StandardOpenOption.CREATE_NEW);
    return creates ? FileChannel.open(path, options, MODE) : FileChannel.open(path, options);
  }

  private static void write(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
