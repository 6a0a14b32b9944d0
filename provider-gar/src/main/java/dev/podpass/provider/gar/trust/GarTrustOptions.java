// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar.trust;

import dev.podpass.spi.ProviderOption;
import java.util.List;

/** The options of the trust guide for Artifact Registry. */
final class GarTrustOptions {
  static final ProviderOption<String> PROJECT_NUMBER =
      ProviderOption.of(
          "project-number",
          "NUMBER",
          "The number of the pool's project; needed if --gar-audience is a"
              + " pool of GKE or of a fleet.",
          GarTrustOptions::number);

  static final ProviderOption<Boolean> SHARED_POOL =
      ProviderOption.flag(
          "shared-pool",
          "Let the pool have providers of other clusters: each subject begins with the provider's"
              + " name.");

  static final ProviderOption<Boolean> UPLOAD_KEYS =
      ProviderOption.flag(
          "upload-keys",
          "Upload the issuer's keys, if Google cannot reach it; repeat this"
              + " after each rotation.");

  private GarTrustOptions() {}

  static List<ProviderOption<?>> all() {
    return List.of(PROJECT_NUMBER, SHARED_POOL, UPLOAD_KEYS);
  }

  private static String number(String text) {
    if (!text.matches("[0-9]{6,20}")) {
      throw new IllegalArgumentException(
          "must be a project's number, of 6 to 20 digits, as gcloud projects describe shows it");
    }
    return text;
  }
}
