// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.core.testing.PodClaims;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Map;
import java.util.Optional;

/** Plans for a pod with a token, by settings that a test changes. */
abstract class GarPlanFixture {
  static final String IMAGE = "europe-west1-docker.pkg.dev/my-project/apps/api";
  static final String ISSUER = "https://issuer.example";

  static final String POOL = "projects/123456789012/locations/global/workloadIdentityPools/pool";

  static final String PROVIDER = "//iam.googleapis.com/" + POOL + "/providers/cluster";
  static final String ANNOTATION = "iam.gke.io/gcp-service-account";
  static final String ACCOUNT = "puller@my-project.iam.gserviceaccount.com";

  final GarCredentialProvider provider = new GarCredentialProvider();

  Optional<UnverifiedClaims> claims = Optional.of(PodClaims.with(ISSUER, "https:" + PROVIDER));

  ProviderSettings settings = ProviderSettings.with(FallbackPolicy.STRICT);

  ExchangePlan plan(Map<String, String> annotations) {
    return plan(IMAGE, annotations);
  }

  ExchangePlan plan(String name, Map<String, String> annotations) {
    ImageReference image = ImageReference.parse(name);
    return provider
        .serve(image.registry(), settings)
        .orElseThrow()
        .plan(new CredentialRequest(image, annotations, claims));
  }

  void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }
}
