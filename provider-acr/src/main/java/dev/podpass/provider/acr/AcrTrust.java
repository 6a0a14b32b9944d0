// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;

/**
 * The Azure trust setup for a service account: a user-assigned managed identity with a federated
 * credential for the subject, or an identity binding of AKS, and a role on each registry.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">workload
 *     identity federation of Entra ID</a>
 */
final class AcrTrust implements TrustGuide {
  @Override
  public List<ProviderOption<?>> options() {
    return AcrTrustOptions.all();
  }

  @Override
  public String shell(TrustRequest request) {
    return AcrBindingScript.applies(request.settings())
        ? AcrBindingScript.adding(AcrGrant.of(request))
        : AcrTrustScript.adding(AcrGrant.of(request));
  }

  @Override
  public String removal(TrustRequest request) {
    return AcrBindingScript.applies(request.settings())
        ? AcrBindingScript.removing(AcrGrant.of(request))
        : AcrTrustScript.removing(AcrGrant.of(request));
  }

  @Override
  public String terraform(TrustRequest request) {
    if (AcrBindingScript.applies(request.settings())) {
      throw new CredentialException(
          Kind.USAGE,
          "there is no Terraform module for identity bindings of AKS",
          "leave out --terraform, and run the script");
    }
    return AcrTrustModule.of(AcrGrant.of(request));
  }
}
