// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AzureConfigTest {
  private static final String TENANT = "8d2f1c4e-6a3b-4c5d-9e7f-1a2b3c4d5e6f";
  private static final String CLIENT = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
  private static final String SECRET = "hunter2-client-secret";

  @TempDir private Path directory;

  @Test
  void readsThatOfAnAksNode() throws IOException {
    AzureConfig config =
        read(
            """
            {
              "cloud": "AzurePublicCloud",
              "tenantId": "%s",
              "subscriptionId": "00000000-0000-0000-0000-000000000000",
              "aadClientId": "msi",
              "aadClientSecret": "msi",
              "useManagedIdentityExtension": true,
              "userAssignedIdentityID": "%s",
              "cloudProviderBackoff": true,
              "cloudProviderRateLimitQPS": 10
            }
            """
                .formatted(TENANT, CLIENT));

    assertThat(config.cloud()).contains(AzureCloud.PUBLIC);
    assertThat(config.tenant())
        .map(Object::toString)
        .contains(TENANT + " (tenantId of " + config.file() + ")");
    assertThat(config.managed())
        .map(Object::toString)
        .contains(CLIENT + " (userAssignedIdentityID of " + config.file() + ")");
    assertThat(config.servicePrincipal()).isFalse();
  }

  @Test
  void whatItDoesNotSayIsNotKnown() throws IOException {
    AzureConfig config = read("{\"tenantId\": \"\", \"userAssignedIdentityID\": null}");

    assertThat(config.cloud()).contains(AzureCloud.PUBLIC);
    assertThat(config.tenant()).isEmpty();
    assertThat(config.managed()).isEmpty();
    assertThat(config.servicePrincipal()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "AzureCloud, PUBLIC",
    "AZUREPUBLICCLOUD, PUBLIC",
    "AzureUSGovernment, US_GOVERNMENT",
    "AzureUSGovernmentCloud, US_GOVERNMENT",
    "AzureChinaCloud, CHINA",
    "AzureGermanCloud,",
    "AzureStackCloud,",
    "AzureBleuCloud,"
  })
  void knowsTheNamesOfClouds(String name, AzureCloud cloud) throws IOException {
    assertThat(read("{\"cloud\": \"" + name + "\"}").cloud()).isEqualTo(Optional.ofNullable(cloud));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"aadClientId\": \"CLIENT\"', true",
    "'\"aadClientId\": \"CLIENT\", \"useManagedIdentityExtension\": false', true",
    "'\"aadClientId\": \"CLIENT\", \"useManagedIdentityExtension\": true', false",
    "'\"aadClientId\": \"CLIENT\", \"userAssignedIdentityID\": \"CLIENT\"', false",
    "'\"aadClientId\": \"msi\"', false"
  })
  void knowsAServicePrincipal(String members, boolean principal) throws IOException {
    assertThat(read("{" + members.replace("CLIENT", CLIENT) + "}").servicePrincipal())
        .isEqualTo(principal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "tenantId: x",
        "{\"aadClientSecret\": \"" + SECRET + "\"",
        "{\"aadClientSecret\": \"" + SECRET + "\", \"tenantId\": \"common\"}",
        "{\"aadClientSecret\": \"" + SECRET + "\", \"userAssignedIdentityID\": \"node\"}",
        "{\"aadClientSecret\": \"" + SECRET + "\", \"aadClientSecret\": \"x\"}"
      })
  void anythingElseIsAConfigurationErrorWithoutTheSecret(String content) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CONFIGURATION);
              assertThat(e.line())
                  .contains("azure.json cannot be used: ", "--acr-azure-config")
                  .doesNotContain(SECRET);
            });
  }

  @Test
  void soIsNoFile() {
    assertThatThrownBy(() -> AzureConfig.read(directory.resolve("none.json")))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("none.json cannot be used: it cannot be read");
  }

  private AzureConfig read(String content) throws IOException {
    return AzureConfig.read(Files.writeString(directory.resolve("azure.json"), content));
  }
}
