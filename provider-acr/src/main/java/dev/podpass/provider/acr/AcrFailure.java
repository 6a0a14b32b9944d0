// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;

/** Maps an Azure error to podpass's failure, with its kind and hint. */
final class AcrFailure {
  private AcrFailure() {}

  static CredentialException of(
      CloudError error, AcrTarget target, AcrIdentity identity, UnverifiedClaims claims) {
    return error.failure(
        "as %s for %s".formatted(identity, claims.workload()),
        target.has(error.step())
            ? registry(error, target, "client " + identity.client().value())
            : EntraAdvice.of(error, identity, target.host().cloud(), claims));
  }

  static CredentialException ofBinding(
      CloudError error, AcrTarget target, Sourced<ClientId> client, UnverifiedClaims claims) {
    return error.failure(
        "as client %s for %s".formatted(client, claims.workload()),
        target.has(error.step())
            ? registry(error, target, "client " + client.value())
            : binding(error, target, client.value(), claims));
  }

  static CredentialException ofNode(
      CloudError error, AcrTarget target, Optional<Sourced<ManagedIdentityId>> managed) {
    return error.failure(
        "as the node",
        target.has(error.step())
            ? registry(error, target, "the node's managed identity")
            : metadata(error, managed));
  }

  /** By status: the error codes of the identity binding endpoint are not documented. */
  private static Advice binding(
      CloudError error, AcrTarget target, ClientId client, UnverifiedClaims claims) {
    String grant =
        "create an identity binding of the cluster for client %s with az aks identity-binding"
                .formatted(client)
            + " create, and let service account %s have the verb use-managed-identity on it"
                .formatted(claims.workload())
            + " (API group cid.wi.aks.azure.com)";
    String token =
        "use a token of this cluster for the audience " + target.host().cloud().tokenAudience();
    return Advice.byStatus(
        error.status(),
        "the API server, or Entra ID behind it,",
        error.status() == 401 ? token : grant,
        grant);
  }

  private static Advice registry(CloudError error, AcrTarget target, String who) {
    String name = target.host().loginServer();
    if (error.says("is not allowed access")) {
      return Advice.denied(
          "allow this node in the network rules of %s, or use a private endpoint".formatted(name));
    }
    return Advice.byStatus(
        error.status(),
        "the registry",
        "grant AcrPull (or Container Registry Repository Reader) on %s to %s%s"
            .formatted(name, who, target.tenant().map(AcrFailure::in).orElse("")),
        error.status() == 404
            ? "check that the registry and this endpoint of it exist"
            : "see the error code in Azure's documentation");
  }

  private static String in(TenantId tenant) {
    return "; the registry must trust its tenant " + tenant;
  }

  private static Advice metadata(CloudError error, Optional<Sourced<ManagedIdentityId>> managed) {
    String identity =
        managed
            .map(named -> "assign the managed identity " + named + " to the node")
            .orElse("give the node a managed identity");
    if (error.says("Multiple user assigned identities")) {
      return Advice.configuration(
          "name one of them in userAssignedIdentityID of --acr-azure-config");
    }
    if (error.says("Identity not found")) {
      return Advice.configuration(identity);
    }
    if (error.status() == 404 || error.status() == 410) {
      return Advice.unavailable(
          "check that this node is an Azure VM; its metadata service may be updating");
    }
    return Advice.byMetadataStatus(
        error.status(), "the metadata service", identity, "let kubelet reach the metadata service");
  }
}
