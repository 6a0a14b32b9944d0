// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.core.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Records the outcome of a pull in the audit log and the metrics file, if they are configured.
 * Called after the answer is written: an error here is logged and has no other effect.
 */
public record Observation(Optional<AuditLog> audit, Optional<MetricsFile> metrics, Log log) {

  public boolean isWanted() {
    return audit.isPresent() || metrics.isPresent();
  }

  /** Writes the audit line, and returns whether none was lost. */
  public boolean audited(PullOutcome outcome, Duration patience) {
    return audit.isEmpty()
        || written(
            Log.Level.WARNING,
            "audit line is not written",
            () -> audit.get().append(outcome, patience));
  }

  /** Counts the pull in the metrics, and returns whether it is counted or need not be. */
  public boolean counted(PullOutcome outcome, boolean audited, Duration patience) {
    return metrics.isEmpty()
        || written(
            Log.Level.INFO,
            "metrics are not written",
            () -> metrics.get().count(outcome, audited, patience));
  }

  private interface Writing {
    void run() throws IOException;
  }

  /** Logs only the type of an unexpected exception: a library's message may quote a secret. */
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
