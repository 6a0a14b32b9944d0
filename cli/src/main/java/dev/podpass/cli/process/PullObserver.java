// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.Deadline;
import dev.podpass.http.Watchdog;
import dev.podpass.log.Log;
import dev.podpass.observe.Observation;
import dev.podpass.pull.PullProgress;
import java.time.Duration;
import java.util.Optional;

/**
 * Records the end of a pull on a separate thread within a time limit, so that a blocking file, such
 * as a FIFO, cannot delay the exit.
 *
 * @param observation writes metrics and audit log
 * @param progress the progress of the pull
 * @param deadline the deadline; a tenth of the remaining time may be used
 */
record PullObserver(Observation observation, PullProgress progress, Deadline deadline) {
  private static final Duration LONGEST = Duration.ofMillis(500);

  /** For a pull that has used up its deadline. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  public void ended(Optional<CredentialException> failure) {
    Duration bound = bound(deadline.remaining());
    boolean recorded =
        Watchdog.within(bound, () -> observation.record(progress.outcome(failure), bound));
    if (!recorded) {
      Watchdog.within(
          bound,
          () ->
              observation
                  .log()
                  .event(
                      Log.Level.WARNING,
                      "audit log and metrics abandoned after " + bound.toMillis() + " ms"));
    }
  }

  static Duration bound(Duration left) {
    Duration tenth = left.dividedBy(10);
    if (tenth.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return tenth.compareTo(LONGEST) > 0 ? LONGEST : tenth;
  }
}
