// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr.trust;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.trust.TemplateTrust;
import java.util.List;

/**
 * The Azure trust setup for a service account: a user-assigned managed identity with a federated
 * credential for the subject, or an identity binding of AKS, and a role on each registry.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/workload-id/workload-identity-federation">workload
 *     identity federation of Entra ID</a>
 */
public final class AcrTrust extends TemplateTrust<AcrGrant> {
  /** Creates the guide. */
  public AcrTrust() {
    super("acr", AcrGrant::of, AcrTrust::adding, AcrTrust::removing, AcrTrust::module);
  }

  @Override
  public List<ProviderOption<?>> options() {
    return AcrTrustOptions.all();
  }

  private static String adding(AcrGrant grant) {
    return grant.byBinding() ? AcrBindingScript.adding(grant) : AcrTrustScript.adding(grant);
  }

  private static String removing(AcrGrant grant) {
    return grant.byBinding() ? AcrBindingScript.removing(grant) : AcrTrustScript.removing(grant);
  }

  private static String module(AcrGrant grant) {
    if (grant.byBinding()) {
      throw new CredentialException(
          Kind.USAGE,
          "there is no Terraform module for identity bindings of AKS",
          "leave out --terraform, and run the script");
    }
    return AcrTrustModule.of(grant);
  }
}
