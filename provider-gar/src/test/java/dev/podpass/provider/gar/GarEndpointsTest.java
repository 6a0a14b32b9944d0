// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which endpoints and which metadata server are used. */
class GarEndpointsTest extends GarPlanFixture {
  private static final String S3NS_IMAGE = "u-france-east1-docker.s3nsregistry.fr/project/apps/api";

  @Test
  void theUniverseChoosesTheEndpointsAndMustBeTheProvidersOwn() {
    set(GarOptions.UNIVERSE_DOMAIN, "s3nsapis.fr");

    assertThat(plan(S3NS_IMAGE, Map.of()).exchange().steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly("sts.s3nsapis.fr");

    set(GarOptions.AUDIENCE, "//iam.other.example/" + POOL + "/providers/cluster");
    assertFails(
        () -> plan(S3NS_IMAGE, Map.of()),
        Kind.CONFIGURATION,
        "is at iam.other.example, and not at iam.s3nsapis.fr");

    set(GarOptions.AUDIENCE, "//iam.s3nsapis.fr/" + POOL + "/providers/cluster");
    assertThat(plan(S3NS_IMAGE, Map.of(ANNOTATION, ACCOUNT)).exchange().steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly("sts.s3nsapis.fr", "iamcredentials.s3nsapis.fr");
  }

  @Test
  void endpointsAreTheOperators() {
    set(GarOptions.STS_ENDPOINT, "https://sts-podpass.p.googleapis.com");
    set(GarOptions.IAM_CREDENTIALS_ENDPOINT, "https://iamcredentials-podpass.p.googleapis.com/");

    assertThat(plan(Map.of(ANNOTATION, ACCOUNT)).exchange().steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly("sts-podpass.p.googleapis.com", "iamcredentials-podpass.p.googleapis.com");
  }

  @Test
  void theMetadataServerIsOnTheNode() {
    set(GarOptions.METADATA_ENDPOINT, "127.0.0.1:8080");

    assertThatThrownBy(() -> set(GarOptions.METADATA_ENDPOINT, "evil.example"))
        .hasMessageContaining("is not an instance metadata endpoint");
    assertThatThrownBy(() -> set(GarOptions.METADATA_ENDPOINT, "127.0.0.1@evil.example"))
        .hasMessageContaining("is not an instance metadata endpoint");
  }
}
