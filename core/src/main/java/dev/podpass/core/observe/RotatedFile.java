// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * A line-based file that many processes append to; at its maximum size it is renamed to {@code
 * FILE.1}, that to {@code FILE.2}, and so on. Lines are written whole or not at all.
 */
record RotatedFile(Path file, long maxBytes, int kept) {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
  private static final byte LINE_FEED = '\n';

  void append(String line, Duration patience) throws IOException {
    LockedFile.whileLocked(
        file,
        patience,
        locked -> {
          long size = append((line + "\n").getBytes(UTF_8));
          if (size >= maxBytes) {
            rotate();
          }
          return size;
        });
  }

  private long append(byte[] line) throws IOException {
    try (FileChannel channel =
        SafeFile.open(
            file,
            MODE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE)) {
      long before = channel.size();
      channel.position(before);
      try {
        if (isTorn(channel, before)) {
          SafeFile.write(channel, new byte[] {LINE_FEED});
        }
        SafeFile.write(channel, line);
        return channel.position();
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
  }

  /** Whether the last line is incomplete: a writer was killed, or the file is another program's. */
  private static boolean isTorn(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != LINE_FEED;
  }

  /** Starts at the first free number: an interrupted rotation is continued without loss. */
  private void rotate() throws IOException {
    int free = 1;
    while (free < kept && Files.exists(numbered(free), LinkOption.NOFOLLOW_LINKS)) {
      free++;
    }
    for (int number = free - 1; number >= 1; number--) {
      Files.move(numbered(number), numbered(number + 1), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }
}
