// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.pull;

import dev.podpass.core.http.Watchdog;
import dev.podpass.core.log.Log;
import dev.podpass.core.observe.Observation;
import dev.podpass.core.observe.PullOutcome;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.spi.failure.CredentialException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Records the end of a pull on a separate thread within a time limit, so that a blocking file, such
 * as a FIFO, cannot delay the exit.
 *
 * @param observation writes metrics and audit log
 * @param progress the progress of the pull
 */
record PullObserver(Observation observation, PullProgress progress) {
  /** For each file; hundreds of pulls may end in the same moment. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  /** The part of it that a process waits for others. */
  private static final Duration PATIENCE = LONGEST.dividedBy(2);

  public void ended(Optional<CredentialException> failure) {
    PullOutcome outcome = progress.outcome(failure);
    boolean audited =
        observation.audit().isEmpty()
            || within("audit line", () -> observation.audited(outcome, PATIENCE));
    if (observation.metrics().isPresent()) {
      within("metrics", () -> observation.counted(outcome, audited, PATIENCE));
    }
  }

  /** A line that is lost is counted as lost, whatever it was lost by. */
  private boolean within(String what, BooleanSupplier recording) {
    AtomicBoolean recorded = new AtomicBoolean();
    if (!Watchdog.within(LONGEST, () -> recorded.set(recording.getAsBoolean()))) {
      String abandoned = what + " abandoned after " + LONGEST.toMillis() + " ms";
      Watchdog.within(LONGEST, () -> observation.log().event(Log.Level.WARNING, abandoned));
    }
    return recorded.get();
  }
}
