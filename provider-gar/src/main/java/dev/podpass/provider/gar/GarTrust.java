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
  static final ProviderOption<String> PROJECT_NUMBER =
      ProviderOption.of(
          "project-number",
          "NUMBER",
          "The number of the pool's project; needed where --gar-audience is a pool of GKE or of a"
              + " fleet.",
          GarTrust::number);

  static final ProviderOption<String> POOL_PROJECT =
      ProviderOption.of(
          "pool-project",
          "ID",
          "The id of the pool's project; found by its number if not given.",
          GarTrust::id);

  static final ProviderOption<Boolean> SHARED_POOL =
      ProviderOption.flag(
          "shared-pool",
          "Let the pool have providers of other clusters: each subject begins with the provider's"
              + " name.");

  static final ProviderOption<Boolean> UPLOAD_KEYS =
      ProviderOption.flag(
          "upload-keys",
          "Upload the issuer's keys, for an issuer that Google cannot reach; to be repeated after"
              + " each rotation.");

  @Override
  public List<ProviderOption<?>> options() {
    return List.of(PROJECT_NUMBER, POOL_PROJECT, SHARED_POOL, UPLOAD_KEYS);
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

  private static String number(String text) {
    if (!text.matches("[0-9]{6,20}")) {
      throw new IllegalArgumentException("must be a project's number, not its id");
    }
    return text;
  }

  private static String id(String text) {
    if (!text.matches("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]")) {
      throw new IllegalArgumentException("must be a project's id, such as my-project");
    }
    return text;
  }
}
