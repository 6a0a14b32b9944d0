// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * As whom a pod pulls: an Entra application or a managed identity, of which both ids are needed.
 *
 * @param client its client id, and who named it
 * @param tenant the tenant that it is in, and who named it
 */
record AcrIdentity(Sourced<ClientId> client, Sourced<TenantId> tenant) {

  /** What an operator is told if there is none. */
  static String howToName(ProviderSettings settings) {
    return "annotate it with %s and %s, or set --acr-client-id and --acr-tenant-id"
        .formatted(
            settings.get(AcrOptions.CLIENT_ID_ANNOTATIONS).getFirst(),
            settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst());
  }

  /**
   * The ids of the annotations first, then the operator's own, then the node's tenant.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} for one without the other, which must
   *     not lead to another identity
   */
  static Optional<AcrIdentity> find(
      CredentialRequest request, ProviderSettings settings, Optional<Sourced<TenantId>> nodes) {
    Optional<Sourced<ClientId>> client =
        request
            .firstAnnotation(settings.get(AcrOptions.CLIENT_ID_ANNOTATIONS))
            .map(text -> text.read(ClientId::parse))
            .or(() -> settings.find(AcrOptions.CLIENT_ID));
    Optional<Sourced<TenantId>> annotated =
        request
            .firstAnnotation(settings.get(AcrOptions.TENANT_ID_ANNOTATIONS))
            .map(text -> text.read(TenantId::parse));
    if (client.isEmpty()) {
      annotated.ifPresent(tenant -> {
        throw half("tenant " + tenant + " is named, but no client id", settings);
      });
      return Optional.empty();
    }
    Sourced<TenantId> tenant =
        annotated
            .or(() -> settings.find(AcrOptions.TENANT_ID))
            .or(() -> nodes)
            .orElseThrow(
                () -> half("client " + client.get() + " is named, but no tenant", settings));
    return Optional.of(new AcrIdentity(client.get(), tenant));
  }

  private static CredentialException half(String what, ProviderSettings settings) {
    return new CredentialException(Kind.CONFIGURATION, what, howToName(settings));
  }

  @Override
  public String toString() {
    return "client " + client + " in tenant " + tenant;
  }
}
