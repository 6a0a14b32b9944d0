// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.KubeletProfile;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration for kubelet, checked by kubelet's own rules of matching. */
class KubeletProfileTest {
  private static final String PROVIDER =
      "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/cluster";

  private ProviderSettings settings = ProviderSettings.with(FallbackPolicy.STRICT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-docker.pkg.dev",
        "us-central1-docker.pkg.dev",
        "docker.us-east4.rep.pkg.dev",
        "gcr.io",
        "us.gcr.io",
        "eu.gcr.io",
        "asia.gcr.io"
      })
  void matchesEachHostFormOnce(String host) {
    set(GarOptions.AUDIENCE, PROVIDER);

    assertThat(profile().matchImages())
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(host + "/project/repository/image"))
        .hasSize(1);
  }

  @Test
  void leavesOutWhatIsNotServed() {
    set(GarOptions.AUDIENCE, PROVIDER);
    assertThat(profile().matchImages()).doesNotContain("marketplace.gcr.io");

    set(GarOptions.UNIVERSE_DOMAIN, "s3nsapis.fr");
    assertThat(profile().matchImages())
        .containsExactly("*-docker.s3nsregistry.fr", "docker.*.rep.s3nsregistry.fr");
  }

  @Test
  void asksForTheAudienceAndTheAnnotationsThatThePlanWants() {
    assertThatThrownBy(this::profile)
        .hasMessageContaining("audience")
        .hasMessageNotContaining("//");

    set(GarOptions.AUDIENCE, PROVIDER);
    set(GarOptions.REQUIRE_ANNOTATION, "example.com/pull");
    assertThat(profile().audience()).isEqualTo("https:" + PROVIDER);
    assertThat(profile().annotationKeys())
        .containsExactly("iam.gke.io/gcp-service-account", "example.com/pull");

    set(GarOptions.TOKEN_AUDIENCE, "podpass");
    assertThat(profile().audience()).isEqualTo("podpass");

    set(GarOptions.AUDIENCE, "identitynamespace:p.svc.id.goog:https://issuer.example");
    assertThat(profile().annotationKeys()).containsExactly("example.com/pull");
  }

  private KubeletProfile profile() {
    return new GarCredentialProvider().kubelet(settings);
  }

  private void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }
}
