// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.testkit.kubelet.ImageGlob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GarRegistryHostTest extends GarPlanFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-docker.pkg.dev",
        "europe-docker.pkg.dev",
        "asia-docker.pkg.dev",
        "us-central1-docker.pkg.dev",
        "northamerica-northeast2-docker.pkg.dev",
        "europe-west12-docker.pkg.dev",
        "us-central1-docker.pkg.dev:443",
        "docker.us-east4.rep.pkg.dev",
        "docker.northamerica-south1.rep.pkg.dev",
        "gcr.io",
        "us.gcr.io",
        "eu.gcr.io",
        "asia.gcr.io"
      })
  void recognisesEachForm(String host) {
    assertThat(isServed(host)).isTrue();
    assertThat(GarRegistryHost.matchImages(settings))
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(host.replace(":443", "") + "/a/b"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-docker.pkg.dev.evil.example",
        "evil-us-docker.pkg.dev",
        "x.us-docker.pkg.dev",
        "us-docker.evilpkg.dev",
        "us-docker-pkg.dev",
        "us-docker.pkg.dev:5000",
        "us-npm.pkg.dev",
        "us-central1-npm.pkg.dev",
        "docker.pkg.dev",
        "us-central-docker.pkg.dev",
        "docker.us.rep.pkg.dev",
        "npm.us-east4.rep.pkg.dev",
        "docker.us-east4.rep.pkg.dev.evil.example",
        "marketplace.gcr.io",
        "k8s.gcr.io",
        "mirror.gcr.io",
        "evilgcr.io",
        "gcr.io.evil.example",
        "gcr.io:5000",
        "u-france-east1-docker.s3nsregistry.fr"
      })
  void refusesEverythingElse(String host) {
    assertThat(isServed(host)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "s3nsapis.fr,u-france-east1-docker.s3nsregistry.fr",
    "apis-berlin-build0.goog,u-germany-northeast1-docker.pkg-berlin-build0.goog"
  })
  void anotherUniverseHasOtherHostsOnly(String universe, String host) {
    set(GarOptions.UNIVERSE_DOMAIN, universe);

    assertThat(isServed(host)).isTrue();
    assertThat(isServed(host + ".evil.example")).isFalse();
    assertThat(isServed("us-docker.pkg.dev")).isFalse();
    assertThat(isServed("gcr.io")).isFalse();
    assertThat(isServed("marketplace.gcr.io")).isFalse();
  }

  @Test
  void theRegistriesOfAnUnknownUniverseAreNotServed() {
    set(GarOptions.UNIVERSE_DOMAIN, "apis.example");

    assertThatThrownBy(() -> isServed("u-a-b1-docker.pkg.example"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("apis.example");
  }

  private boolean isServed(String host) {
    return GarRegistryHost.isServed(RegistryHost.parse(host), settings);
  }

  @ParameterizedTest
  @CsvSource({"us-npm.pkg.dev, true", "docker.pkg.dev, true", "pkg.dev, false", "gcr.io, false"})
  void aHostOfItsDomainIsCorrected(String host, boolean corrected) {
    assertThat(GarRegistryHost.correction(host).isPresent()).isEqualTo(corrected);
  }
}
