// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;

/** Maps an Azure error to podpass's failure, with its kind and hint. */
final class AcrFailure {
  private AcrFailure() {}

  /** The failure of a pod's exchange. */
  static CredentialException of(
      CloudError error, AccessTokenRequest request, AcrTarget target, UnverifiedClaims claims) {
    String client = "client " + request.identity().client().value();
    return error.failure(
        "as %s for %s".formatted(request.identity(), claims.workload()),
        error.step().equals(request.step())
            ? EntraAdvice.of(error, request, claims)
            : registry(error, target, client));
  }

  /** The failure of a pod's exchange with identity bindings. */
  static CredentialException ofBinding(
      CloudError error, BoundTokenRequest request, AcrTarget target, UnverifiedClaims claims) {
    return error.failure(
        "as client %s for %s".formatted(request.client(), claims.workload()),
        error.step().equals(request.step())
            ? BindingAdvice.of(error, request.client().value(), target, claims)
            : registry(error, target, "client " + request.client().value()));
  }

  /** The failure of a node's exchange. */
  static CredentialException ofNode(
      CloudError error,
      ExchangeStep metadata,
      Optional<Sourced<ManagedIdentityId>> managed,
      AcrTarget target) {
    return error.failure(
        "as the node",
        error.step().equals(metadata)
            ? metadata(error, managed)
            : registry(error, target, "the node's managed identity"));
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
