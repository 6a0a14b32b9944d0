// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.ExchangePlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which authority and which metadata service are used. */
class AcrEndpointsTest extends AcrPlanFixture {
  @ParameterizedTest
  @CsvSource({
    "myregistry.azurecr.io, login.microsoftonline.com, api://AzureADTokenExchange",
    "myregistry.azurecr.us, login.microsoftonline.us, api://AzureADTokenExchangeUSGov",
    "myregistry.azurecr.cn, login.chinacloudapi.cn, api://AzureADTokenExchangeChina",
    "myregistry.azurecr.de, login.microsoftonline.de, api://AzureADTokenExchange",
    "a.eastus.geo.azurecr.us, login.microsoftonline.us, api://AzureADTokenExchangeUSGov"
  })
  void theRegistrysCloudChoosesAuthorityAndAudience(
      String registry, String authority, String audience) {
    ExchangePlan plan = plan(registry + "/app", ANNOTATED);

    assertThat(plan.steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly(authority, registry, registry);
    assertThat(plan.audiences()).containsExactly(audience);
  }

  @Test
  void authorityAndAudienceAreTheOperators() {
    set(AcrOptions.AUTHORITY, "https://login.partner.microsoftonline.cn:443/");
    set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");

    ExchangePlan plan = plan("myregistry.azurecr.cn/app", ANNOTATED);

    assertThat(plan.steps().getFirst().endpoint().getHost())
        .isEqualTo("login.partner.microsoftonline.cn");
    assertThat(plan.audiences()).containsExactly("api://podpass");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example.com",
        "login.example.com",
        "https://login.example.com/adfs",
        "https://joe@login.example.com",
        "https://login.example.com?x",
        "https://login.example.com#x",
        "https:///x"
      })
  void anAuthorityIsNothingButAHost(String text) {
    assertThatThrownBy(() -> set(AcrOptions.AUTHORITY, text))
        .hasMessageContaining("must be https://host[:port]");
  }

  @Test
  void theMetadataServiceIsOnTheNode() {
    set(AcrOptions.METADATA_ENDPOINT, "http://127.0.0.1:8080/");

    assertThatThrownBy(() -> set(AcrOptions.METADATA_ENDPOINT, "http://evil.example"))
        .hasMessageContaining("is not an instance metadata endpoint");
    assertThatThrownBy(() -> set(AcrOptions.REGISTRY_SUFFIX, "io"))
        .hasMessageContaining("must be a domain");
  }
}
