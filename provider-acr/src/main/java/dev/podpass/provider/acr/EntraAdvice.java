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

  static Advice of(CloudError error, AccessTokenRequest request, UnverifiedClaims claims) {
    String issuer = claims.issuer();
    ClientId client = request.identity().client().value();
    TenantId tenant = request.identity().tenant().value();
    return switch (error.code().orElse("")) {
      case "AADSTS70021", "AADSTS700211", "AADSTS700213", "AADSTS70025" ->
          Advice.distrusted(
              "give client %s a federated credential with exactly the issuer %s, the subject %s and"
                      .formatted(client, issuer, claims.subject())
                  + " the audience %s; a new one takes a minute or two to count"
                      .formatted(request.cloud().tokenAudience()));
      case "AADSTS700212" ->
          Advice.configuration(
              "the federated credential of client %s must have the audience %s, or"
                      .formatted(client, request.cloud().tokenAudience())
                  + " --token-audience and the kubelet's configuration that which it has");
      case "AADSTS700016" ->
          Advice.configuration(
              "there is no application or managed identity with this client id in tenant %s: is it an"
                      .formatted(tenant)
                  + " object id, or of another tenant?");
      case "AADSTS90002", "AADSTS900023" ->
          Advice.configuration(
              "there is no tenant %s at %s: is it in another cloud?"
                  .formatted(tenant, request.cloud().authority().getHost()));
      case "AADSTS700024" ->
          Advice.denied("correct the clock of the node or the API server; Entra ID's is right");
      case "AADSTS50013", "AADSTS50027", "AADSTS700027" ->
          Advice.denied(
              "Entra ID could not verify the token with the keys of "
                  + issuer
                  + ": its discovery document and JWKS must be public and up to date");
      case "AADSTS50166" -> Advice.unavailable("Entra ID could not fetch the keys of " + issuer);
      case "AADSTS53003" ->
          Advice.distrusted(
              "the Conditional Access policies for workload identities must admit it");
      case "AADSTS7000112" -> Advice.denied("the application is disabled in tenant " + tenant);
      case "AADSTS500011" -> Advice.configuration(unknownResource(request.cloud(), tenant));
      default -> byStatus(error);
    };
  }

  private static String unknownResource(AcrCloud cloud, TenantId tenant) {
    return cloud.known().isPresent()
        ? "tenant %s does not know Azure Container Registry: register the resource provider"
                .formatted(tenant)
            + " Microsoft.ContainerRegistry in one of its subscriptions"
        : "tenant %s does not know the resource %s: set --acr-resource to that of the cloud's registries"
            .formatted(tenant, cloud.resource());
  }

  private static Advice byStatus(CloudError error) {
    String lookUp =
        "see the error code at https://login.microsoftonline.com/error, or check --acr-authority";
    return Advice.byStatus(error.status(), "Entra ID", lookUp, lookUp);
  }
}
