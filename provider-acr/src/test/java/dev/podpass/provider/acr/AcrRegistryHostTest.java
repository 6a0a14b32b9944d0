// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.testkit.kubelet.ImageGlob;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcrRegistryHostTest extends AcrPlanFixture {
  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io, myregistry.azurecr.io",
    "myregistry.azurecr.io:443, myregistry.azurecr.io",
    "registry01.azurecr.us, registry01.azurecr.us",
    "myregistry.azurecr.cn, myregistry.azurecr.cn",
    "contoso-dyecd4a7bnhsgfek.azurecr.io, contoso-dyecd4a7bnhsgfek.azurecr.io",
    "myregistry.eastus2.geo.azurecr.io, myregistry.azurecr.io",
    "contoso-abc1.chinanorth3.geo.azurecr.cn, contoso-abc1.azurecr.cn"
  })
  void recognisesEachFormAndItsRegistry(String host, String loginServer) {
    AcrRegistryHost found = find(host).orElseThrow();
    assertThat(found.loginServer()).isEqualTo(loginServer);
    assertThat(found.name()).isEqualTo(host.replace(":443", ""));
    assertThat(AcrRegistryHost.matchImages(found.cloud()))
        .filteredOn(pattern -> ImageGlob.of(pattern).matches(found.name() + "/a"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "azurecr.io, public",
    "azurecr.cn, china",
    "privatelink.azurecr.us, us-government",
    "eastus2.geo.azurecr.io, public"
  })
  void refusesASuffixOfAKnownCloud(String suffix, String cloud) {
    set(AcrOptions.REGISTRY_SUFFIX, suffix);
    set(AcrOptions.AUTHORITY, "https://login.stack.example");

    assertThatThrownBy(() -> find("myregistry." + suffix))
        .asInstanceOf(type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.USAGE);
          assertThat(e.line())
              .contains("belongs to the cloud " + cloud, "set --acr-cloud=" + cloud);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azurecr.io",
        "evilazurecr.io",
        "evil.evilazurecr.io",
        "myregistry.azurecr.io.evil.example",
        "myregistry.azurecr.io.azurecr.cn",
        "a.b.azurecr.io",
        "geo.azurecr.io.geo.azurecr.io",
        "myregistry.eastus.data.azurecr.io",
        "myregistry.eastus2.azurecr.io",
        "myregistry.east-us.geo.azurecr.io",
        "x.myregistry.eastus2.geo.azurecr.io",
        "contoso-abc-def.azurecr.io",
        "myregistry.azurecr.com",
        "myregistry.azurecr.fr",
        "myregistryazurecr.io",
        "myregistry.azurecrxio",
        "myregistry.azurecr.io:5000",
        "myregistry.eastus2.geo.azurecr.io:8443",
        "mcr.microsoft.com"
      })
  void refusesEverythingElse(String host) {
    assertThat(find(host)).isEmpty();
  }

  @Test
  void oneCloudCanBeServedAlone() {
    set(AcrOptions.CLOUD, "us-government");

    assertThat(find("myregistry.azurecr.us")).isPresent();
    assertThat(find("myregistry.azurecr.io")).isEmpty();
  }

  @Test
  void theDomainOfAnUnknownCloudStandsAloneAndNeedsItsAuthority() {
    set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");
    FailedCall.assertFails(
        () -> find("myregistry.azurecr.stack.example"),
        Kind.USAGE,
        "azurecr.stack.example (--test)",
        "--acr-authority");

    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    assertThat(find("myregistry.azurecr.stack.example")).isPresent();
    assertThat(find("a.b.geo.azurecr.stack.example"))
        .map(AcrRegistryHost::loginServer)
        .contains("a.azurecr.stack.example");
    assertThat(find("myregistry.azurecrxstack.example")).isEmpty();
    assertThat(find("myregistry.azurecr.io")).isEmpty();
  }

  private Optional<AcrRegistryHost> find(String host) {
    return AcrRegistryHost.find(RegistryHost.parse(host), settings);
  }

  @ParameterizedTest
  @CsvSource({
    "myregistry.eastus.data.azurecr.io, 'write the registry''s login server, myregistry.azurecr.io'",
    "myregistry.azurecr.cn, it is in the cloud china; set --acr-cloud=china",
    "a.b.azurecr.us, a login server is NAME.azurecr.us",
    "azurecr.io, ",
    "quay.io, "
  })
  void aSimilarHostIsCorrected(String host, String correction) {
    assertThat(AcrRegistryHost.correction(host).isPresent()).isEqualTo(correction != null);
    assertThat(AcrRegistryHost.correction(host).orElse("null")).contains("" + correction);
  }
}
