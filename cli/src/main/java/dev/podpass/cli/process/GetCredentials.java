// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import dev.podpass.failure.CredentialException;
import dev.podpass.http.Deadline;
import dev.podpass.http.RetryingConnections;
import dev.podpass.http.Watchdog;
import dev.podpass.observe.Observation;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.protocol.RequestReader;
import dev.podpass.pull.Providers;
import dev.podpass.pull.Pull;
import dev.podpass.pull.PullProgress;
import dev.podpass.settings.SettingsReader;
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
      return end.answer(pull.plan(request).validate().exchange(connections));
    }
  }
}
