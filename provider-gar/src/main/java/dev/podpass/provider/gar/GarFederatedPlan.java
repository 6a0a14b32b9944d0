// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.image.RegistryHost;
import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import dev.podpass.spi.PodTokenPlan;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.http.Connections;
import dev.podpass.token.UnverifiedClaims;
import dev.podpass.token.ValidatedToken;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The plan to exchange the pod's token at Google STS and use the access token directly.
 *
 * @param registry the registry
 * @param audience the workload identity pool provider, and the source that names it
 * @param subject the subject of the pod's token
 * @param tokenAudiences the audiences accepted in the pod's token
 * @param endpoint the STS endpoint
 * @param scope the scope of the access token
 */
record GarFederatedPlan(
    RegistryHost registry,
    Sourced<WorkloadIdentityPoolProvider> audience,
    String subject,
    Set<String> tokenAudiences,
    URI endpoint,
    GarScope scope)
    implements PodTokenPlan {

  static GarFederatedPlan of(
      GarIdentity identity,
      UnverifiedClaims claims,
      RegistryHost registry,
      GarScope scope,
      ProviderSettings settings) {
    return new GarFederatedPlan(
        registry,
        identity.audience(),
        claims.subject(),
        settings
            .find(GarOptions.TOKEN_AUDIENCE)
            .map(audience -> Set.of(audience.value()))
            .orElseGet(() -> identity.audience().value().tokenAudiences()),
        Universe.of(settings).sts(settings),
        scope);
  }

  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(registry, "scope " + scope.shortName(), parts()),
            tokenAudiences,
            List.of(step()))
        .with(List.of(new Parameter("scope", scope.text())));
  }

  /** The identity, as parts of the plan's description. */
  List<Part> parts() {
    return List.of(
        new Part("pool provider", audience.map(WorkloadIdentityPoolProvider::text)),
        new Part("subject", new Sourced<>(subject, "the token")));
  }

  ExchangeStep step() {
    return new ExchangeStep("token exchange", endpoint.resolve("/v1/token"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(GoogleError::find, error -> GarFailure.of(error, this, token.claims()));
    return connections.call(() -> SdkStsExchange.exchange(this, token, calls)).credential();
  }
}
