// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static dev.podpass.core.testing.FailedCall.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.PullPlan;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.failure.Kind;
import java.util.List;
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
    "a.eastus.geo.azurecr.us, login.microsoftonline.us, api://AzureADTokenExchangeUSGov"
  })
  void theRegistrysCloudChoosesAuthorityAndAudience(
      String registry, String authority, String audience) {
    PullPlan plan = plan(registry + "/app", ANNOTATED);

    assertThat(plan.exchange().steps())
        .extracting(step -> step.endpoint().getHost())
        .containsExactly(authority, registry, registry);
    assertThat(plan.audiences()).containsExactly(audience);
  }

  @Test
  void authorityAndAudienceAreTheOperators() {
    set(AcrOptions.AUTHORITY, "https://login.partner.microsoftonline.cn:443/");
    set(AcrOptions.TOKEN_AUDIENCE, "api://podpass");

    PullPlan plan = plan("myregistry.azurecr.cn/app", ANNOTATED);

    assertThat(plan.exchange().steps().getFirst().endpoint().getHost())
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
  void theResourceIsTheOperatorsInACloudOfTheOperators() {
    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");
    assertThat(resource("a.azurecr.stack.example/app"))
        .containsExactly("https://containerregistry.azure.net");

    set(AcrOptions.RESOURCE, "https://containerregistry.stack.example");
    assertThat(resource("a.azurecr.stack.example/app"))
        .containsExactly("https://containerregistry.stack.example");
    assertThat(plan("a.azurecr.stack.example/app", ANNOTATED).audiences())
        .as("the audience of the pod's token")
        .containsExactly("api://AzureADTokenExchange");
  }

  private List<String> resource(String image) {
    return plan(image, ANNOTATED).exchange().parameters().stream()
        .filter(parameter -> parameter.name().equals("resource"))
        .map(Parameter::value)
        .toList();
  }

  @Test
  void theResourceOfAKnownCloudIsKnown() {
    set(AcrOptions.RESOURCE, "https://containerregistry.stack.example");

    assertFails(
        () -> plan(ANNOTATED),
        Kind.USAGE,
        "https://containerregistry.stack.example (--test) is set without --acr-registry-suffix",
        "set --token-audience");
    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    assertFails(() -> provider.entry(settings), Kind.USAGE, "--acr-registry-suffix");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://containerregistry.stack.example/",
        "https://management.adfs.stack.example:3001/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        "api://0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
        "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
      })
  void aResourceIsTheUriOrIdOfAnApplication(String text) {
    set(AcrOptions.AUTHORITY, "https://login.stack.example");
    set(AcrOptions.REGISTRY_SUFFIX, "azurecr.stack.example");
    set(AcrOptions.RESOURCE, text);
    assertThat(AcrCloud.served(settings).getFirst().scope()).isEqualTo(text + "/.default");
  }

  @ParameterizedTest
  @CsvSource({
    "'', application ID URI",
    "containerregistry.stack.example, application ID URI",
    "http://containerregistry.stack.example, application ID URI",
    "https://, '://'",
    "api:, api",
    "https://joe@stack.example, application ID URI",
    "https://stack.example?x, application ID URI",
    "https://stack.example#x, application ID URI",
    "https://stack.example https://other.example, Illegal character",
    "https://stack.example/.default, without /.default"
  })
  void anythingElseIsNoResource(String text, String words) {
    assertThatThrownBy(() -> AcrOptions.RESOURCE.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
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
