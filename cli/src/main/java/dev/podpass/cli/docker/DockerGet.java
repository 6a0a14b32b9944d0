// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.cli.process.ProcessEnd;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.DockerAnswers;
import dev.podpass.core.protocol.DockerServer;
import dev.podpass.core.pull.PlannedPull;
import dev.podpass.core.pull.Pull;
import dev.podpass.core.pull.PullSettings;
import dev.podpass.core.pull.ValidatedPull;
import dev.podpass.core.pull.WholeRegistry;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The action {@code get}: the pod's token for the credential of a registry.
 *
 * @param settings the settings of the pull
 * @param tokens the pod's tokens
 * @param pull the pull
 * @param pushRepositories the repositories that may be pushed to
 */
record DockerGet(
    PullSettings settings, PodTokens tokens, Pull pull, List<String> pushRepositories) {
  /**
   * Answers and returns the exit status. Of a registry that no provider serves, and of a single
   * repository, there is no credential, so that the client goes on.
   *
   * @throws CredentialException if the exchange fails
   */
  int answer(DockerServer server, RetryingConnections connections, ProcessEnd end) {
    Optional<RegistryCredentialProvider> provider = settings.providers().find(server.registry());
    if (provider.isEmpty() || server.isRepository()) {
      return notFound(end);
    }
    WholeRegistry registry = new WholeRegistry(server.registry(), pushRepositories);
    PlannedPull planned = plan(pull, registry, tokens.read(provider.get()));
    CredentialProviderResponse response = ValidatedPull.of(planned).exchange(connections);
    return response
        .auth()
        .map(auth -> end.answer(stdout -> DockerAnswers.write(server, auth, stdout)))
        .orElseGet(() -> notFound(end));
  }

  private static int notFound(ProcessEnd end) {
    return end.answer(DockerAnswers::writeNotFound, DockerAnswers.NOT_FOUND_STATUS);
  }

  /**
   * Plans with the token for the plan's own audience; what that is may depend on the token, so each
   * is tried, and nothing is sent.
   */
  static PlannedPull plan(Pull pull, WholeRegistry registry, List<PodToken> all) {
    if (all.isEmpty()) {
      return pull.plan(registry, Optional.empty());
    }
    Set<String> wanted = new TreeSet<>();
    List<CredentialException> failures = new ArrayList<>();
    for (PodToken token : all) {
      try {
        PlannedPull planned = pull.plan(registry, Optional.of(token.value()));
        Set<String> audiences = planned.plan().audiences();
        if (audiences.isEmpty() || token.isFor(audiences)) {
          return planned;
        }
        wanted.addAll(audiences);
      } catch (CredentialException e) {
        failures.add(e);
      }
    }
    throw wanted.isEmpty() ? failures.getFirst() : PodTokens.noneFor(wanted, all);
  }
}
