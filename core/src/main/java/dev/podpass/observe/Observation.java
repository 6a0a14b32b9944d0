// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import dev.podpass.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Records how a pull ended, in the audit log and the metrics file. Called after the answer is
 * written: what fails here is reported and changes nothing else.
 *
 * @param audit the audit log, if the operator wants one
 * @param metrics the metrics file, if the operator wants one
 * @param log told of what could not be written; of a lost audit line at any level
 */
public record Observation(Optional<AuditLog> audit, Optional<MetricsFile> metrics, Log log) {

  /** Whether there is anything to write. */
  public boolean isWanted() {
    return audit.isPresent() || metrics.isPresent();
  }

  /**
   * Writes what there is to write.
   *
   * @param patience how long to wait for other processes that write the same files
   */
  public void record(PullOutcome outcome, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    boolean audited =
        audit.isEmpty()
            || written(
                Log.Level.WARNING,
                "audit line is not written",
                () -> audit.get().append(outcome, patience.dividedBy(2)));
    if (metrics.isPresent()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      written(
          Log.Level.INFO,
          "metrics are not written",
          () -> metrics.get().count(outcome, audited, left));
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** By type alone, where it is not a file's trouble: a library's message may quote anything. */
  private boolean written(Log.Level level, String otherwise, Writing writing) {
    try {
      writing.run();
      return true;
    } catch (IOException e) {
      log.event(level, otherwise, Log.field("because", e));
    } catch (RuntimeException | Error e) {
      log.event(level, otherwise, Log.field("because", e.getClass().getName()));
    }
    return false;
  }
}
