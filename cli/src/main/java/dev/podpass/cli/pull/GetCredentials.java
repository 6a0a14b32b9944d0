// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.pull;

import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.RequestReader;
import dev.podpass.core.protocol.ResponseWriter;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.ValidatedPull;

/** Answers one request of kubelet: reads stdin, runs the pull, writes the response. */
public final class GetCredentials {
  private final PullRun run;

  public GetCredentials(PullRun run) {
    this.run = run;
  }

  /** Reads the request, exchanges the token, writes the response, and returns the exit status. */
  public int run(Providers all, ProcessEnd end) {
    return run.within(
        end,
        (progress, connections) -> {
          Pull pull = new Pull(run.settings().readPull(all, run.process().calledAs()), progress);
          CredentialProviderRequest request = RequestReader.read(run.process().stdin());
          CredentialProviderResponse response =
              ValidatedPull.of(pull.plan(request)).exchange(connections);
          return end.answer(stdout -> ResponseWriter.write(response, stdout));
        });
  }
}
