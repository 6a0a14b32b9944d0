// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;

/**
 * Hints for error codes of Entra ID.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations">considerations
 *     for federated identity credentials</a>
 */
final class EntraAdvice {
  private EntraAdvice() {}

  static Advice of(
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
              "correct the client id (an object id is none) or the tenant: tenant %s has no such"
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
}
