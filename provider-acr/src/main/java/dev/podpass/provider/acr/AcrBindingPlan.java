// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * The plan to request an access token from the cluster's identity binding endpoint with the pod's
 * token, and to exchange it at the registry.
 */
record AcrBindingPlan(
    AcrTarget target, Sourced<ClientId> client, IdentityBinding binding, String subject)
    implements PodTokenPlan {

  @Override
  public PlanDescription description() {
    return target.describe(
        List.of(
            new Part("client", client.map(ClientId::text)),
            new Part("subject", new Sourced<>(subject, "the token"))),
        Set.of(target.host().cloud().tokenAudience()),
        binding.step());
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(
            (step, thrown) ->
                step.equals(binding.step())
                    ? BindingEndpoint.error(step, thrown)
                    : AzureError.find(step, thrown),
            error -> AcrFailure.ofBinding(error, target, client, token.claims()));
    return new LoginServer(target, calls, connections)
        .credential(() ->
            calls.call(
                binding.step(),
                () -> CloudAnswer.of(connections.send(request(token))).secret("access_token")));
  }

  private HttpRequest request(ValidatedToken token) {
    return BindingEndpoint.request(binding, client.value(), target.resource(), token);
  }
}
