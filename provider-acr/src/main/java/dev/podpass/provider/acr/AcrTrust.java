// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import java.util.List;

/**
 * The Azure trust setup for a service account: a user-assigned managed identity with a federated
 * credential for the subject, and a role on each registry.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity">Configure
 *     a user-assigned managed identity to trust an external identity provider</a>
 */
final class AcrTrust implements TrustGuide {
  @Override
  public List<ProviderOption<?>> options() {
    return AcrTrustOptions.all();
  }

  @Override
  public String shell(TrustRequest request) {
    return AcrTrustScript.adding(AcrGrant.of(request));
  }

  @Override
  public String removal(TrustRequest request) {
    return AcrTrustScript.removing(AcrGrant.of(request));
  }

  @Override
  public String terraform(TrustRequest request) {
    return AcrTrustModule.of(AcrGrant.of(request));
  }
}
