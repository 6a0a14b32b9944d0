// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudError;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.token.UnverifiedClaims;

/**
 * Hints for errors of the identity binding endpoint, by status: its error codes are not documented.
 */
final class BindingAdvice {
  private BindingAdvice() {}

  static Advice of(CloudError error, ClientId client, AcrTarget target, UnverifiedClaims claims) {
    return switch (error.status()) {
      case 401 ->
          Advice.denied(
              "the token must be of this cluster and for the audience "
                  + target.host().cloud().tokenAudience());
      case 403 -> Advice.distrusted(grant(client, claims));
      case 408, 429 -> Advice.throttled("the API server limits requests");
      default ->
          error.status() >= 500
              ? Advice.unavailable("the API server, or Entra ID behind it, reports an error")
              : Advice.configuration(grant(client, claims));
    };
  }

  private static String grant(ClientId client, UnverifiedClaims claims) {
    return "create an identity binding of the cluster for client %s with az aks identity-binding"
            .formatted(client)
        + " create, and let service account %s have the verb use-managed-identity on it"
            .formatted(claims.workload())
        + " (API group cid.wi.aks.azure.com)";
  }
}
