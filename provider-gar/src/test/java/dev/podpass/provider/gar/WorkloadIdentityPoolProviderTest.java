// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.core.testing.PodClaims;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadIdentityPoolProviderTest {
  private static final String PROVIDER =
      "//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/pool"
          + "/providers/cluster";
  private static final String ISSUER =
      "https://container.googleapis.com/v1/projects/p/locations/us-central1/clusters/c";

  @ParameterizedTest
  @ValueSource(strings = {PROVIDER, "https:" + PROVIDER})
  void aProviderIsNamedWithAndWithoutTheScheme(String text) {
    WorkloadIdentityPoolProvider audience = WorkloadIdentityPoolProvider.parse(text);

    assertThat(audience).hasToString(PROVIDER);
    assertThat(audience.tokenAudiences()).containsExactlyInAnyOrder(PROVIDER, "https:" + PROVIDER);
    assertThat(audience.tokenAudience()).isEqualTo("https:" + PROVIDER);
    assertThat(audience.pool())
        .isEqualTo("projects/123456789012/locations/global/workloadIdentityPools/pool");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-project.svc.id.goog", "example.com:my-project.svc.id.goog"})
  void aPoolOfClustersTakesTokensThatAreMeantForThePool(String pool) {
    String text = "identitynamespace:" + pool + ":" + ISSUER;

    WorkloadIdentityPoolProvider audience = WorkloadIdentityPoolProvider.parse(text);

    assertThat(audience).hasToString(text);
    assertThat(audience.tokenAudiences()).containsExactly(pool);
    assertThat(audience.pool()).isEqualTo(pool);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sts.amazonaws.com",
        "//iam.googleapis.com/projects/my-project/locations/global/workloadIdentityPools/pool/providers/cluster",
        "//evil.example/projects/1/locations/global/workloadIdentityPools/pool/providers/cluster",
        "http:" + PROVIDER,
        PROVIDER + "/",
        PROVIDER + "?x",
        "identitynamespace:my-project:" + ISSUER,
        "identitynamespace:my-project.svc.id.goog",
        "identitynamespace:my-project.svc.id.goog:http://issuer.example"
      })
  void anythingElseIsAConfigurationError(String text) {
    FailedCall.assertFails(
        () -> WorkloadIdentityPoolProvider.parse(text),
        Kind.CONFIGURATION,
        "does not name a workload identity pool provider");
  }

  @Test
  void aTokenNamesItsProviderByItsAudience() {
    assertThat(WorkloadIdentityPoolProvider.of(PodClaims.with(ISSUER, "https:" + PROVIDER)))
        .contains(WorkloadIdentityPoolProvider.parse(PROVIDER));
    assertThat(WorkloadIdentityPoolProvider.of(PodClaims.with(ISSUER, "my-project.svc.id.goog")))
        .contains(
            WorkloadIdentityPoolProvider.parse(
                "identitynamespace:my-project.svc.id.goog:" + ISSUER));
    assertThat(WorkloadIdentityPoolProvider.of(PodClaims.with(ISSUER, "sts.amazonaws.com")))
        .isEmpty();
    assertThat(
            WorkloadIdentityPoolProvider.of(
                PodClaims.with("http://issuer", "my-project.svc.id.goog")))
        .isEmpty();
    assertThat(WorkloadIdentityPoolProvider.of(PodClaims.with(ISSUER, List.of(PROVIDER, "other"))))
        .isEmpty();
  }
}
