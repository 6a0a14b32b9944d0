// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podpass.testkit.ExampleWorld;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io, PUBLIC, myregistry.eastus2.geo.azurecr.io",
    "my-reg-abc123.azurecr.us, US_GOVERNMENT, my-reg-abc123.eastus2.geo.azurecr.us",
    "my1.azurecr.cn, CHINA, my1.eastus2.geo.azurecr.cn"
  })
  void hasItsCloudsName(String loginServer, AzureCloud cloud, String regional) {
    Registry registry = Registry.of(loginServer, ExampleWorld.AZURE_TENANT).replicatedTo("eastus2");

    assertThat(registry.cloud()).isEqualTo(cloud);
    assertThat(registry.endpoint("eastus2")).isEqualTo(regional);
    assertThat(registry.serves(loginServer)).isTrue();
    assertThat(registry.serves(regional)).isTrue();
    assertThat(registry.serves(registry.endpoint("westeurope"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "myregistry",
        "azurecr.io",
        ".azurecr.io",
        "evilazurecr.io",
        "myregistry.azurecr.io.example.com",
        "my.registry.azurecr.io",
        "-my.azurecr.io",
        "My.azurecr.io"
      })
  void refusesOtherNames(String loginServer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Registry.of(loginServer, ExampleWorld.AZURE_TENANT))
        .withMessageContaining(loginServer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"contoso.onmicrosoft.com", "8D2F1C4E-6A3B-4C5D-9E7F-1A2B3C4D5E6F"})
  void aTenantsIdIsAUuid(String id) {
    assertThatIllegalArgumentException().isThrownBy(() -> Tenant.of(id));
  }
}
