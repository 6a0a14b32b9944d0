// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.KubeletProfile;
import org.junit.jupiter.api.Test;

/** The configuration for kubelet. */
class KubeletProfileTest extends GarPlanFixture {
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
    return provider.kubelet(settings);
  }
}
