// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.PlanDescription.Parameter;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The registry's refresh token to request with an Entra ID access token, whose tenant may be
 * unknown: the last calls of both plans.
 */
record AcrTarget(AcrRegistryHost host, Optional<TenantId> tenant) {
  AcrCloud cloud() {
    return host.cloud();
  }

  /** The call that returns the registry's challenge with realm and service. */
  ExchangeStep challengeStep() {
    return new ExchangeStep("challenge", at("/v2/"));
  }

  ExchangeStep step() {
    return new ExchangeStep("token exchange", at("/oauth2/exchange"));
  }

  /** Whether a call is one of these two. */
  boolean has(ExchangeStep call) {
    return call.equals(challengeStep()) || call.equals(step());
  }

  /** A URL on the image's own host, regardless of the challenge. */
  private URI at(String path) {
    return URI.create("https://" + host.name() + path);
  }

  /**
   * Describes the exchange whose first call gets this identity's access token, in parallel with the
   * challenge.
   */
  PlanDescription describe(List<Part> identity, Set<String> audiences, ExchangeStep first) {
    Parameter resource = new Parameter("resource", cloud().resource());
    return PlanDescription.of(
            new Identity(host.registry(), "whatever the identity can access", identity),
            audiences,
            List.of(first, challengeStep(), step()))
        .with(
            tenant
                .map(id -> List.of(resource, new Parameter("tenant", id.text())))
                .orElseGet(() -> List.of(resource)));
  }
}
