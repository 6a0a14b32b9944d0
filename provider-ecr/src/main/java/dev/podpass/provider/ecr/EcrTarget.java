// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import dev.podpass.image.ImageReference;
import dev.podpass.spi.CacheKeyType;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Identity;
import dev.podpass.spi.Identity.Part;
import dev.podpass.spi.PlanDescription;
import dev.podpass.spi.ProviderSettings;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The authorization token that a session asks for.
 *
 * @param image the image
 * @param host its registry
 * @param endpoint where the token is asked for
 * @param cacheKeyType which images the token is good for
 */
record EcrTarget(
    ImageReference image, EcrRegistryHost host, URI endpoint, CacheKeyType cacheKeyType) {

  static EcrTarget of(
      CredentialRequest request,
      EcrRegistryHost host,
      CacheKeyType cacheKeyType,
      ProviderSettings settings) {
    return new EcrTarget(request.image(), host, EcrEndpoints.api(host, settings), cacheKeyType);
  }

  /** The call of the session. */
  ExchangeStep step() {
    return new ExchangeStep("GetAuthorizationToken", endpoint);
  }

  /** The exchange in which a session of this role, got by a first call, asks for it. */
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
