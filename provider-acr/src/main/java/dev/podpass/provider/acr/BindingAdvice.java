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
    String grant = grant(client, claims);
    String token =
        "use a token of this cluster for the audience " + target.host().cloud().tokenAudience();
    return Advice.byStatus(
        error.status(),
        "the API server, or Entra ID behind it,",
        error.status() == 401 ? token : grant,
        grant);
  }

  private static String grant(ClientId client, UnverifiedClaims claims) {
    return "create an identity binding of the cluster for client %s with az aks identity-binding"
            .formatted(client)
        + " create, and let service account %s have the verb use-managed-identity on it"
            .formatted(claims.workload())
        + " (API group cid.wi.aks.azure.com)";
  }
}
