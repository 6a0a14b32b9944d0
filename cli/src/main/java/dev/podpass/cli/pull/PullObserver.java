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
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Records the end of a pull on a separate thread within a time limit, so that a blocking file, such
 * as a FIFO, cannot delay the exit. One thread writes both files; if the audit log blocks it,
 * another one counts the pull.
 */
record PullObserver(Observation observation, PullProgress progress) {
  /** For each file; hundreds of pulls may end in the same moment. */
  private static final Duration LONGEST = Duration.ofMillis(500);

  /** The part of it that a process waits for others. */
  private static final Duration PATIENCE = LONGEST.dividedBy(2);

  /** A line that is lost is counted as lost, whatever it was lost by. */
  public void ended(Optional<CredentialException> failure) {
    PullOutcome outcome = progress.outcome(failure);
    FutureTask<Boolean> audit = new FutureTask<>(() -> observation.audited(outcome, PATIENCE));
    FutureTask<Boolean> metrics =
        new FutureTask<>(() -> observation.counted(outcome, hasWritten(audit), PATIENCE));
    Watchdog.runDetached(() -> {
      audit.run();
      metrics.run();
    });
    if (!Watchdog.succeeds(audit, LONGEST)) {
      late("the audit line is not written");
      Watchdog.runDetached(metrics); // A task runs once, also if the other thread comes to it.
    }
    if (!Watchdog.succeeds(metrics, LONGEST)) {
      late("the metrics are not complete");
    }
  }

  private static boolean hasWritten(FutureTask<Boolean> audit) {
    return audit.state() == Future.State.SUCCESS && audit.resultNow();
  }

  /** It may be done all the same: the thread goes on until the process ends. */
  private void late(String what) {
    String late = what + " within " + LONGEST.toMillis() + " ms";
    Watchdog.within(LONGEST, () -> observation.log().event(Log.Level.WARNING, late));
  }
}
