// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.failure.Advice;
import dev.podpass.failure.CredentialException;
import dev.podpass.provider.acr.AccessTokenPlan.Federated;
import dev.podpass.provider.acr.AccessTokenPlan.NodeIdentity;
import dev.podpass.spi.CloudError;
import dev.podpass.token.UnverifiedClaims;
import java.util.Optional;

/** What an error of Azure's means for an operator of podpass. */
final class AcrFailure {
  private AcrFailure() {}

  /** The failure of a plan with the error of one of its steps. */
  static CredentialException of(CloudError error, AcrPlan plan, Optional<UnverifiedClaims> claims) {
    String workload = claims.map(c -> c.workload().toString()).orElse("(nobody)");
    boolean atRegistry = !error.step().equals(plan.access().step());
    return switch (plan.access()) {
      case Federated access ->
          error.failure(
              "as %s for %s".formatted(access.pulling(), workload),
              atRegistry
                  ? registry(error, plan, "client " + access.pulling().client().value())
                  : EntraAdvice.of(error, access, claims));
      case NodeIdentity access ->
          error.failure(
              "as the node",
              atRegistry
                  ? registry(error, plan, "the node's managed identity")
                  : metadata(error, access));
    };
  }

  private static Advice registry(CloudError error, AcrPlan plan, String who) {
    String name = plan.host().loginServer();
    if (error.says("is not allowed access")) {
      return Advice.denied(
          "the network rules of %s keep this node out: allow its address, or use a private endpoint"
              .formatted(name));
    }
    return switch (error.status()) {
      case 401, 403 ->
          Advice.denied(
              "grant AcrPull (or Container Registry Repository Reader) on %s to %s%s"
                  .formatted(name, who, plan.access().tenant().map(AcrFailure::in).orElse("")));
      case 404 -> Advice.configuration("does the registry exist, and this endpoint of it?");
      case 429 -> Advice.throttled("the registry throttles token exchanges");
      default -> byStatus(error, "the registry");
    };
  }

  private static String in(TenantId tenant) {
    return "; the registry must trust its tenant " + tenant;
  }

  private static Advice metadata(CloudError error, NodeIdentity access) {
    if (error.says("Multiple user assigned identities")) {
      return Advice.configuration("name one of them with --acr-node-identity");
    }
    if (error.says("Identity not found")) {
      return Advice.configuration(
          access
              .managed()
              .map(named -> "assign the managed identity " + named + " to the node")
              .orElse("give the node a managed identity"));
    }
    return switch (error.status()) {
      case 404, 410 ->
          Advice.unavailable(
              "the metadata service is being updated, or this is no node of Azure's");
      case 429 -> Advice.throttled("the metadata service throttles this node");
      default ->
          error.status() < 500
              ? Advice.configuration(
                  "the metadata service must be reachable from where kubelet runs")
              : byStatus(error, "Azure");
    };
  }

  private static Advice byStatus(CloudError error, String whose) {
    return error.status() >= 500
        ? Advice.unavailable(whose + " has a fault")
        : Advice.configuration("see the error code in Azure's documentation");
  }
}
