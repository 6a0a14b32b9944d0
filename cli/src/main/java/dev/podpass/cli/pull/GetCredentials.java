// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.pull;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.observe.Observation;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.RequestReader;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullProgress;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.settings.SettingsReader;
import dev.podpass.spi.failure.CredentialException;
import java.time.Clock;

/**
 * Answers one request of kubelet within the deadline: reads stdin, runs the pull, writes the
 * response.
 */
public final class GetCredentials {
  private final SettingsReader settings;
  private final ProcessContext process;
  private final Clock clock;

  public GetCredentials(SettingsReader settings, ProcessContext process, Clock clock) {
    this.settings = settings;
    this.process = process;
    this.clock = clock;
  }

  /**
   * Reads the request, exchanges the token and writes the response.
   *
   * @return the exit status
   * @throws CredentialException if the pull fails
   */
  public int run(Providers all, ProcessEnd end) {
    Deadline deadline = Deadline.of(settings.readDeadline(), process.age());
    PullProgress progress = new PullProgress(clock);
    Observation observation = settings.readObservation();
    if (observation.isWanted()) {
      end.observedBy(new PullObserver(observation, progress)::ended);
      process.onSignal().accept(end::terminated);
    }
    try (Watchdog watchdog = Watchdog.start(deadline, () -> end.overrun(deadline));
        RetryingConnections connections =
            RetryingConnections.open(settings.readConnections(), watchdog)) {
      Pull pull = new Pull(settings.readPull(all, process.calledAs()), progress);
      CredentialProviderRequest request = RequestReader.read(process.stdin());
      return end.answer(ValidatedPull.of(pull.plan(request)).exchange(connections));
    }
  }
}
