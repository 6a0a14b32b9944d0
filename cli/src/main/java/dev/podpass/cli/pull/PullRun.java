// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.pull;

import dev.podpass.cli.process.BuildInfo;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.observe.Observation;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.settings.SettingsReader;
import java.time.Clock;
import java.util.function.ToIntBiFunction;

/** One request for a credential, of any caller: within the deadline, with connections, observed. */
public record PullRun(SettingsReader settings, ProcessContext process, Clock clock) {
  /** Runs the pull, which answers and returns the exit status. */
  public int within(ProcessEnd end, ToIntBiFunction<PullProgress, RetryingConnections> pull) {
    Deadline deadline = Deadline.of(settings.readDeadline(), process.age());
    PullProgress progress = new PullProgress(clock);
    Observation observation = settings.readObservation(BuildInfo.CURRENT.version());
    if (observation.isWanted()) {
      end.observedBy(new PullObserver(observation, progress)::ended);
    }
    process.onSignal().accept(end::terminated);
    try (Watchdog watchdog = Watchdog.start(deadline, () -> end.overrun(deadline));
        RetryingConnections connections =
            RetryingConnections.open(settings.readConnections(), watchdog)) {
      return pull.applyAsInt(progress, connections);
    }
  }
}
