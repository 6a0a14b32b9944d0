// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import dev.podpass.dispatch.Providers;
import dev.podpass.failure.CredentialException;
import dev.podpass.http.Connections;
import dev.podpass.http.Deadline;
import dev.podpass.http.Watchdog;
import dev.podpass.observe.PullOutcome;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.protocol.RequestReader;
import dev.podpass.pull.Pull;
import dev.podpass.pull.PullSettings;

/** Answers kubelet once, within the deadline. */
final class GetCredentials {
  private final PluginSettings plugin;
  private final Surroundings surroundings;

  GetCredentials(PluginSettings plugin, Surroundings surroundings) {
    this.plugin = plugin;
    this.surroundings = surroundings;
  }

  /**
   * Reads, exchanges, answers.
   *
   * @return the exit status
   * @throws CredentialException if there is no answer
   */
  int run(Providers all, Ending ending) {
    Deadline deadline = Deadline.of(plugin.deadline(), surroundings.age());
    try (Watchdog watchdog = Watchdog.start(deadline, () -> ending.overrun(deadline));
        Connections connections = Connections.open(plugin.connections(), watchdog)) {
      Providers providers = plugin.providers(all, surroundings.calledAs());
      PullSettings settings = plugin.pull(providers);
      CredentialProviderRequest request = read(settings);
      return ending.answer(new Pull(providers, settings).answer(request, connections));
    }
  }

  private CredentialProviderRequest read(PullSettings settings) {
    try {
      return RequestReader.read(surroundings.stdin());
    } catch (CredentialException e) {
      settings.observer().ended(PullOutcome.unread(settings.clock().instant(), e));
      throw e;
    }
  }
}
