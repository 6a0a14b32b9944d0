// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Optional;

/**
 * What an operator can do about an Azure error.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations">considerations
 *     for federated identity credentials</a>
 */
final class AcrFailure {
  private AcrFailure() {}

  static Advice of(
      CloudError error, AcrTarget target, AcrIdentity identity, UnverifiedClaims claims) {
    return target.has(error.step())
        ? registry(error, target, "client " + identity.client().value())
        : entra(error, identity, target.cloud(), claims);
  }

  static Advice ofBinding(
      CloudError error, AcrTarget target, Sourced<ClientId> client, UnverifiedClaims claims) {
    return target.has(error.step())
        ? registry(error, target, "client " + client.value())
        : binding(error, target, client.value(), claims);
  }

  static Advice ofNode(
      CloudError error, AcrTarget target, Optional<Sourced<ManagedIdentityId>> managed) {
    return target.has(error.step())
        ? registry(error, target, "the node's managed identity")
        : metadata(error, managed);
  }

  private static Advice entra(
      CloudError error, AcrIdentity identity, AcrCloud cloud, UnverifiedClaims claims) {
    String issuer = claims.issuer();
    ClientId client = identity.client().value();
    TenantId tenant = identity.tenant().value();
    return switch (error.code().orElse("")) {
      case "AADSTS70021", "AADSTS700211", "AADSTS700213", "AADSTS70025" ->
          Advice.distrusted(
              "give client %s a federated credential with exactly the issuer %s, the subject %s and"
                      .formatted(client, issuer, claims.subject())
                  + " the audience %s; a new one takes a minute or two to count"
                      .formatted(cloud.tokenAudience()));
      case "AADSTS700212" ->
          Advice.configuration(
              "give the federated credential of client %s the audience %s, or set its audience in"
                      .formatted(client, cloud.tokenAudience())
                  + " --token-audience and kubelet's configuration");
      case "AADSTS700016" ->
          Advice.configuration(
              "correct the client id (it is not the object id) or the tenant: tenant %s has no such"
                      .formatted(tenant)
                  + " application or managed identity");
      case "AADSTS90002", "AADSTS900023" ->
          Advice.configuration(
              "correct the tenant or the cloud: there is no tenant %s at %s"
                  .formatted(tenant, cloud.authority().getHost()));
      case "AADSTS700024" ->
          Advice.denied("correct the clock of the node or the API server; Entra ID's is right");
      case "AADSTS50013", "AADSTS50027", "AADSTS700027" ->
          Advice.denied(
              "publish the current discovery document and JWKS of "
                  + issuer
                  + ": Entra ID could not verify the token with them");
      case "AADSTS50166" -> Advice.unavailable("let Entra ID fetch the keys of " + issuer);
      case "AADSTS53003" ->
          Advice.distrusted("admit it in the Conditional Access policies for workload identities");
      case "AADSTS7000112" -> Advice.denied("enable the application in tenant " + tenant);
      case "AADSTS500011" -> Advice.configuration(unknownResource(cloud, tenant));
      default -> byStatus(error);
    };
  }

  private static String unknownResource(AcrCloud cloud, TenantId tenant) {
    return cloud.known().isPresent()
        ? "register the resource provider Microsoft.ContainerRegistry in a subscription of tenant "
            + tenant
        : "set --acr-resource to that of the cloud's registries: tenant %s does not know the resource %s"
            .formatted(tenant, cloud.resource());
  }

  private static Advice byStatus(CloudError error) {
    String lookUp =
        "see the error code at https://login.microsoftonline.com/error, or check --acr-authority";
    return Advice.byStatus(error.status(), "Entra ID", lookUp, lookUp);
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
    String token = "use a token of this cluster for the audience " + target.cloud().tokenAudience();
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
