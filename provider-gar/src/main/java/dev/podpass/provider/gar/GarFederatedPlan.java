// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.CloudCalls;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangeStep;
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
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The plan to exchange the pod's token at Google STS (RFC 8693) and use the access token directly.
 */
record GarFederatedPlan(
    RegistryHost registry,
    Sourced<WorkloadIdentityPoolProvider> pool,
    URI endpoint,
    String subject,
    Set<String> tokenAudiences)
    implements PodTokenPlan {
  static GarFederatedPlan of(
      GarIdentity identity,
      UnverifiedClaims claims,
      RegistryHost registry,
      ProviderSettings settings) {
    return new GarFederatedPlan(
        registry,
        identity.audience(),
        Universe.of(settings).sts(settings),
        claims.subject(),
        settings
            .findValue(GarOptions.TOKEN_AUDIENCE)
            .map(Set::of)
            .orElseGet(() -> identity.audience().value().tokenAudiences()));
  }

  @Override
  public PlanDescription description() {
    return PlanDescription.of(
            new Identity(registry, "cloud-platform", parts()), tokenAudiences, List.of(step()))
        .with(List.of(new Parameter("scope", SdkStsExchange.SCOPE)));
  }

  /** The identity, as parts of the plan's description. */
  List<Part> parts() {
    return List.of(
        new Part("pool provider", pool.map(Object::toString)),
        new Part("subject", new Sourced<>(subject, "the token")));
  }

  ExchangeStep step() {
    return new ExchangeStep("token exchange", endpoint.resolve("/v1/token"));
  }

  @Override
  public CredentialAnswer exchange(ValidatedToken token, Connections connections) {
    CloudCalls calls =
        new CloudCalls(GarFailure.READER, error -> GarFailure.of(error, pool, token.claims()));
    return connections.call(() -> accessToken(token, calls)).credential();
  }

  AccessToken accessToken(ValidatedToken token, CloudCalls calls) {
    return calls.call(
        step(), () -> SdkStsExchange.exchange(step().endpoint(), pool.value(), token));
  }
}
