// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * The plan to get an access token for the node's attached service account from the metadata server.
 *
 * @param registry the registry
 * @param endpoint the metadata server
 * @param clock the clock at the time of the exchange, which the token's lifetime is added to
 */
record GarNodePlan(RegistryHost registry, URI endpoint, Clock clock) implements TokenlessPlan {
  @Override
  public PlanDescription description() {
    Part account = new Part("service account", new Sourced<>("of the node", "policy"));
    return PlanDescription.of(
        new Identity(registry, "the scopes of the node", List.of(account)),
        Set.of(),
        List.of(step()));
  }

  ExchangeStep step() {
    return new ExchangeStep(
        "instance metadata",
        endpoint.resolve("/computeMetadata/v1/instance/service-accounts/default/token"));
  }

  @Override
  public CredentialAnswer exchange(Connections connections) {
    CloudCalls calls = new CloudCalls(GarFailure.READER, GarFailure::ofNode);
    return MetadataServerToken.get(step(), clock, connections, calls).credential();
  }
}
