// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.core.file.FileLockedException;
import dev.podpass.core.file.LockedFile;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.observe.PendingDeltas.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;

/**
 * Counters in a file of Prometheus' text format for node_exporter's textfile collector. Each
 * process appends a line to {@link PendingDeltas} and then folds those of all processes into the
 * file, unless another one does. A file with any other content is restarted from zero, as counters
 * of a restarted process are.
 *
 * <p>The file contains the position up to which lines are counted, so that each line is counted
 * once, whichever process is killed.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class MetricsFile {
  private static final int MAX_BYTES = 1 << 20;

  /** A collector runs as another user, and the file names no workload. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  private final Path file;
  private final PendingDeltas pending;

  public MetricsFile(Path file) {
    this.file = file;
    this.pending = new PendingDeltas(file);
  }

  /**
   * Adds one pull to the counters.
   *
   * @param audited whether the audit line was written, if there is an audit log
   * @param patience how long to wait for other processes
   * @throws IOException if it was not counted
   */
  public void count(PullOutcome outcome, boolean audited, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    Delta delta = Delta.of(outcome, audited);
    Position next = LockedFile.whileShared(pending.locked(), patience, _ -> append(delta));
    try {
      // A process that finds another one folding leaves its line to that one.
      while (pending.continuesAt(next) && System.nanoTime() - end < 0) {
        Position folded = LockedFile.whileLocked(file, Duration.ZERO, this::fold);
        if (folded.equals(next)) {
          return; // The rest is a line that is cut off.
        }
        next = folded;
      }
    } catch (FileLockedException _) {
      // The other one looks for more lines after it has released the lock.
    }
  }

  private Position append(Delta delta) throws IOException {
    Position counted = Position.in(content());
    pending.append(counted, delta);
    return counted;
  }

  private Position fold(LockedFile locked) throws IOException {
    Metrics metrics = Metrics.parse(content());
    Position before = metrics.position();
    metrics.add(pending.read(before));
    if (metrics.position().isFull() && changedOver(locked, metrics)) {
      return metrics.position();
    }
    if (!metrics.position().equals(before)) {
      write(locked, metrics);
    }
    return metrics.position();
  }

  /** Begins the other file of the log, if no process appends at the moment. */
  private boolean changedOver(LockedFile locked, Metrics metrics) throws IOException {
    try {
      return LockedFile.whileLocked(
          pending.locked(),
          Duration.ZERO,
          _ -> {
            Position full = metrics.position();
            metrics.add(pending.read(full));
            pending.delete(full.ofOtherFile()); // Left by a process that was killed here.
            metrics.continueAt(full.ofOtherFile());
            write(locked, metrics);
            pending.delete(full);
            return true;
          });
    } catch (FileLockedException _) {
      return false;
    }
  }

  private void write(LockedFile locked, Metrics metrics) throws IOException {
    locked.replace(metrics.text().getBytes(UTF_8), mode());
  }

  /** The mode of the existing file, which an operator may have changed. */
  private Set<PosixFilePermission> mode() throws IOException {
    try {
      SafeFile.requireOrdinary(file);
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return MODE;
    }
  }

  private String content() throws IOException {
    try {
      byte[] bytes = SafeFile.read(file, MAX_BYTES);
      return bytes.length > MAX_BYTES ? "" : new String(bytes, UTF_8);
    } catch (NoSuchFileException _) {
      return "";
    }
  }
}
