// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.file.LockedFile;
import dev.podpass.file.SafeFile;
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
 * process adds to the file's values. A file with any other content is restarted from zero, as
 * counters of a restarted process are.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
 */
public final class MetricsFile {
  private static final int MAX_BYTES = 1 << 20;

  /** A collector runs as another user, and the file names no workload. */
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");

  private final Path file;

  public MetricsFile(Path file) {
    this.file = file;
  }

  /**
   * Adds one pull to the counters.
   *
   * @param audited whether the audit line was written, if there is an audit log
   * @param patience how long to wait for other processes
   * @throws IOException if it was not counted
   */
  public void count(PullOutcome outcome, boolean audited, Duration patience) throws IOException {
    LockedFile.whileLocked(
        file,
        patience,
        locked -> {
          Set<PosixFilePermission> mode = mode();
          Metrics metrics = Metrics.parse(content());
          metrics.count(outcome, audited);
          locked.replace(metrics.text().getBytes(UTF_8), mode);
          return metrics;
        });
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
