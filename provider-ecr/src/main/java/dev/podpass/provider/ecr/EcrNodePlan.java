// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import java.net.URI;
import java.util.Set;

/** The plan to get an authorization token with the instance profile of the node. */
record EcrNodePlan(EcrTarget target, URI endpoint) implements TokenlessPlan {

  static EcrNodePlan of(
      CredentialRequest request, EcrRegistryHost host, ProviderSettings settings) {
    return new EcrNodePlan(
        EcrTarget.of(request, host, CacheKeyType.REGISTRY, settings),
        settings.get(EcrOptions.METADATA_ENDPOINT));
  }

  @Override
  public PlanDescription description() {
    return target.describe(
        new Part("role", new Sourced<>("of the node", "policy")), Set.of(), step());
  }

  private ExchangeStep step() {
    return new ExchangeStep("instance metadata", endpoint);
  }

  @Override
  public CredentialAnswer exchange(Connections connections) {
    CloudCalls calls =
        new CloudCalls(SdkAwsError::find, error -> EcrFailure.ofNode(error, step(), target));
    return connections.call(() ->
        SdkAuthorizationToken.get(
            target, SdkInstanceProfileCredentials.get(step(), calls), SdkClients.SHARED, calls));
  }
}
