// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.image.RegistryHost;
import dev.podpass.spi.CredentialRequest;
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
 * The refresh token that an access token of Entra ID is exchanged for at the registry.
 *
 * @param registry the registry of the image
 * @param host what is known of it
 * @param tenant the tenant of the access token, if it is known
 */
record AcrTarget(RegistryHost registry, AcrRegistryHost host, Optional<TenantId> tenant) {
  /** The one resource that registries take access tokens of, in every cloud. */
  static final String RESOURCE = "https://containerregistry.azure.net";

  static AcrTarget of(CredentialRequest request, AcrRegistryHost host, Optional<TenantId> tenant) {
    return new AcrTarget(request.image().registry(), host, tenant);
  }

  /** The call that says where and for whom the registry exchanges tokens. */
  ExchangeStep challengeStep() {
    return new ExchangeStep("challenge", at("/v2/"));
  }

  /** The exchange itself. */
  ExchangeStep step() {
    return new ExchangeStep("token exchange", at("/oauth2/exchange"));
  }

  /** The image's own host, whatever the challenge says. */
  private URI at(String path) {
    return URI.create("https://" + host.name() + path);
  }

  /** The exchange for this identity's access token, got by a first call beside the challenge. */
  PlanDescription describe(List<Part> identity, Set<String> audiences, ExchangeStep first) {
    Parameter resource = new Parameter("resource", RESOURCE);
    return PlanDescription.of(
            new Identity(registry, "whatever the identity can access", identity),
            audiences,
            List.of(first, challengeStep(), step()))
        .with(
            tenant
                .map(id -> List.of(resource, new Parameter("tenant", id.text())))
                .orElseGet(() -> List.of(resource)));
  }
}
