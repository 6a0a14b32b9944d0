// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.image.ImageReference;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The authorization token to request with a session: the last call of both plans. */
record EcrTarget(
    ImageReference image, EcrRegistryHost host, URI endpoint, CacheKeyType cacheKeyType) {

  static EcrTarget of(
      CredentialRequest request,
      EcrRegistryHost host,
      CacheKeyType cacheKeyType,
      ProviderSettings settings) {
    return new EcrTarget(request.image(), host, EcrEndpoints.api(host, settings), cacheKeyType);
  }

  ExchangeStep step() {
    return new ExchangeStep("GetAuthorizationToken", endpoint);
  }

  /** Describes the exchange whose first call gets the session of a role. */
  PlanDescription describe(Part role, Set<String> audiences, ExchangeStep first) {
    return switch (cacheKeyType) {
      case IMAGE ->
          describe("repository " + image.repository(), role, audiences, first)
              .forRepository(image.repository());
      case REGISTRY -> describe("registry", role, audiences, first);
    };
  }

  private PlanDescription describe(
      String scope, Part role, Set<String> audiences, ExchangeStep first) {
    return PlanDescription.of(
        new Identity(image.registry(), scope, List.of(role)), audiences, List.of(first, step()));
  }
}
