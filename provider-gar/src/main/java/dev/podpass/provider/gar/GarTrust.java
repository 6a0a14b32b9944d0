// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.TrustGuide;
import dev.podpass.spi.TrustRequest;
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
final class GarTrust implements TrustGuide {
  @Override
  public List<ProviderOption<?>> options() {
    return GarTrustOptions.all();
  }

  @Override
  public String shell(TrustRequest request) {
    return GarTrustScript.adding(GarGrant.of(request));
  }

  @Override
  public String removal(TrustRequest request) {
    return GarTrustScript.removing(GarGrant.of(request));
  }

  @Override
  public String terraform(TrustRequest request) {
    return GarTrustModule.of(GarGrant.of(request));
  }
}
