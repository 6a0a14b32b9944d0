// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.ValidatedToken;
import java.util.List;
import java.util.Set;

/**
 * The plan to exchange the pod's token at Google STS and use the access token directly.
 *
 * @param registry the registry
 * @param exchange the token exchange
 * @param subject the subject of the pod's token
 * @param tokenAudiences the audiences accepted in the pod's token
 */
record GarFederatedPlan(
    RegistryHost registry, TokenExchange exchange, String subject, Set<String> tokenAudiences)
    implements PodTokenPlan {

  static GarFederatedPlan of(
      GarIdentity identity,
      UnverifiedClaims claims,
      RegistryHost registry,
      ProviderSettings settings) {
    return new GarFederatedPlan(
        registry,
        new TokenExchange(
            identity.audience(), Universe.of(settings).sts(settings), GarScope.CLOUD_PLATFORM),
        claims.subject(),
        settings
            .find(GarOptions.TOKEN_AUDIENCE)
            .map(audience -> Set.of(audience.value()))
            .orElseGet(() -> identity.audience().value().tokenAudiences()));
  }

  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(registry, exchange.scope().shortName(), parts()),
            tokenAudiences,
            List.of(exchange.step()))
        .with(List.of(new Parameter("scope", exchange.scope().text())));
  }

  /** The identity, as parts of the plan's description. */
  List<Part> parts() {
    return List.of(
        new Part("pool provider", exchange.audience().map(WorkloadIdentityPoolProvider::text)),
        new Part("subject", new Sourced<>(subject, "the token")));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(GarFailure.READER, error -> GarFailure.of(error, exchange, token.claims()));
    return connections.call(() -> SdkStsExchange.exchange(exchange, token, calls)).credential();
  }
}
