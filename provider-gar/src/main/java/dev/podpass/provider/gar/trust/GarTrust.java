// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.trust.TemplateTrust;
import java.util.List;

/**
 * The Google Cloud trust setup for a service account: a workload identity pool with a provider for
 * the issuer, and a binding of the principal to the repositories, or to a service account to
 * impersonate. The pools of GKE and of fleets already exist.
 *
 * @see <a
 *     href="https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes">Workload
 *     Identity Federation with Kubernetes</a>
 */
public final class GarTrust extends TemplateTrust<GarGrant> {
  /** Creates the guide. */
  public GarTrust() {
    super(
        "gar", GarGrant::of, GarTrustScript::adding, GarTrustScript::removing, GarTrustModule::of);
  }

  @Override
  public boolean trustsNamespaces() {
    return true;
  }

  @Override
  public List<ProviderOption<?>> options() {
    return GarTrustOptions.all();
  }
}
