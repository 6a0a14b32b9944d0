// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import dev.podpass.cli.options.PluginSettings;
import dev.podpass.failure.CredentialException;
import dev.podpass.http.Deadline;
import dev.podpass.http.RetryingConnections;
import dev.podpass.http.Watchdog;
import dev.podpass.observe.Observation;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.protocol.RequestReader;
import dev.podpass.pull.Journal;
import dev.podpass.pull.Providers;
import dev.podpass.pull.Pull;

/** Answers kubelet once, within the deadline. */
public final class GetCredentials {
  private final PluginSettings plugin;
  private final ProcessContext surroundings;

  public GetCredentials(PluginSettings plugin, ProcessContext surroundings) {
    this.plugin = plugin;
    this.surroundings = surroundings;
  }

  /**
   * Reads, exchanges, answers.
   *
   * @return the exit status
   * @throws CredentialException if there is no answer
   */
  public int run(Providers all, Ending ending) {
    Deadline deadline = Deadline.of(plugin.deadline(), surroundings.age());
    Journal journal = new Journal(plugin.clock());
    Observation observation = plugin.observation();
    if (observation.isWanted()) {
      ending.observedBy(new PullObserver(observation, journal, deadline)::ended);
      surroundings.onSignal().accept(ending::terminated);
    }
    try (Watchdog watchdog = Watchdog.start(deadline, () -> ending.overrun(deadline));
        RetryingConnections connections =
            RetryingConnections.open(plugin.connections(), watchdog)) {
      Providers providers = plugin.providers(all, surroundings.calledAs());
      Pull pull = new Pull(providers, plugin.pull(providers));
      CredentialProviderRequest request = RequestReader.read(surroundings.stdin());
      return ending.answer(pull.answer(request, connections, journal));
    }
  }
}
