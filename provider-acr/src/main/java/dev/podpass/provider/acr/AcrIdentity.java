// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;

/** The Entra application or managed identity that a pod pulls as. */
record AcrIdentity(Sourced<ClientId> client, Sourced<TenantId> tenant) {

  /** The hint for a pod without an identity. */
  static String howToName(ProviderSettings settings) {
    String annotate = "annotate it with " + AcrOptions.CLIENT.annotation(settings);
    if (IdentityBinding.find(settings).isPresent()) {
      return annotate + ", or set --acr-client-id";
    }
    String tenant = settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst();
    return annotate + " and " + tenant + ", or set --acr-client-id and --acr-tenant-id";
  }

  /**
   * Resolves the identity: the annotations' ids, otherwise the operator's, and the node's tenant as
   * a default. One id without the other is an error, because it must not select another identity.
   */
  static Optional<AcrIdentity> find(
      Pod pod, ProviderSettings settings, Optional<Sourced<TenantId>> nodes) {
    Optional<Sourced<ClientId>> client = AcrOptions.CLIENT.find(pod, settings);
    Optional<Sourced<TenantId>> annotated =
        pod.firstAnnotation(settings.get(AcrOptions.TENANT_ID_ANNOTATIONS))
            .map(text -> text.read(TenantId::parse));
    if (client.isEmpty()) {
      annotated.ifPresent(tenant -> {
        throw half(
            "tenant " + tenant + " is named, but no client id",
            "annotate it with %s, or set --acr-client-id"
                .formatted(AcrOptions.CLIENT.annotation(settings)));
      });
      return Optional.empty();
    }
    Sourced<TenantId> tenant =
        annotated
            .or(() -> settings.find(AcrOptions.TENANT_ID))
            .or(() -> nodes)
            .orElseThrow(() ->
                half(
                    "client " + client.get() + " is named, but no tenant",
                    "annotate it with %s, or set --acr-tenant-id; identity bindings of AKS need"
                            .formatted(settings.get(AcrOptions.TENANT_ID_ANNOTATIONS).getFirst())
                        + " none: set --acr-identity-binding-sni"));
    return Optional.of(new AcrIdentity(client.get(), tenant));
  }

  private static CredentialException half(String what, String hint) {
    return new CredentialException(Kind.CONFIGURATION, what, hint).withScope(FailureScope.WORKLOAD);
  }

  @Override
  public String toString() {
    return "client " + client + " in tenant " + tenant;
  }
}
