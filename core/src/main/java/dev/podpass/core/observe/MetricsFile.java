// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.LockedFile.LockedException;
import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * Counters in a file of Prometheus' text format for node_exporter's textfile collector. Each
 * process appends a comment line while it shares the lock of the file; whichever process then may
 * fold replaces the lines of all processes by their sum.
 *
 * <p>Counters and lines are one file, which is replaced as a whole, so each line is counted once,
 * whichever process is killed. A file with any other content is restarted from zero, as counters of
 * a restarted process are.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public record MetricsFile(Path file, String version) {
  /** More than the lines of all pulls that can end at the same time. */
  private static final int MAX_BYTES = 1 << 20;

  private static final int MAX_SIZE = MAX_BYTES << 1;

  /** A collector runs as another user, and the file names no workload. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  /** Adds one pull to the counters; waits no longer than this for other processes. */
  public void count(PullOutcome outcome, boolean audited, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Delta delta = Delta.of(outcome, audited);
    LockedFile.whileShared(file, patience, _ -> append(delta));
    try {
      long folded; // An appended line changes the size.
      do {
        folded = LockedFile.whileLocked(folding(), Duration.ZERO, _ -> fold(outcome, patience));
      } while (folded != size() && System.nanoTime() - end < 0);
    } catch (LockedException _) {
      // Another process folds, and looks for more lines afterwards; or others append all the time.
    }
  }

  /** Its lock is held by the process that folds, which excludes those that append only briefly. */
  private Path folding() {
    return file.resolveSibling(file.getFileName() + ".fold");
  }

  /**
   * Appends a line with one write, so that lines do not mix. It begins with a line feed as well:
   * the line before it may be incomplete.
   */
  private boolean append(Delta delta) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(("\n" + delta.line() + "\n").getBytes(UTF_8));
    try (FileChannel channel =
        SafeFile.open(
            file,
            MODE,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      if (channel.size() <= MAX_BYTES) { // Else lines have not been folded for long.
        channel.write(line);
        if (line.hasRemaining()) {
          throw new FileSystemException(file.toString(), null, "a line is not written whole");
        }
      }
      return true;
    }
  }

  /** Returns the size of the file that it has written; 0 if a line was appended meanwhile. */
  private long fold(PullOutcome outcome, Duration patience) throws IOException {
    SafeFile.requireOrdinary(file);
    byte[] seen = SafeFile.read(file, MAX_SIZE);
    String former = seen.length > MAX_SIZE ? "" : new String(seen, UTF_8);
    Metrics metrics = Metrics.parse(former, version, outcome.configured());
    byte[] text = metrics.text().getBytes(UTF_8);
    // An operator may have changed it.
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    return LockedFile.whileLocked(
        file,
        patience,
        locked -> {
          if (seen.length != size()) {
            return 0L;
          }
          locked.replace(text, mode);
          return (long) text.length;
        });
  }

  /** As far as it is read. */
  private long size() throws IOException {
    return Math.min(Files.size(file), MAX_SIZE + 1L);
  }
}
