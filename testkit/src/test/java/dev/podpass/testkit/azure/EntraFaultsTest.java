// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.ENTRA;
import static dev.podpass.testkit.azure.AzureWire.form;
import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Where;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EntraFaultsTest {
  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final AzureWire azure = new AzureWire(clouds);

  EntraFaultsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(EntraFaults.error(400, "invalid_x", "AADSTS1234: why"), 400, "invalid_x", 1234),
        row(EntraFaults.noMatchingCredential(), 401, "invalid_client", 70021),
        row(EntraFaults.issuerUnreachable(), 400, "invalid_request", 50166),
        row(EntraFaults.conditionalAccess(), 400, "invalid_grant", 53003),
        row(EntraFaults.temporarilyUnavailable(), 503, "temporarily_unavailable", 90033));
  }

  private static Arguments row(Fault fault, int status, String error, int number) {
    return argumentSet(String.valueOf(number), fault, status, error, number);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(Fault fault, int status, String error, int number) throws IOException {
    clouds.misbehave(ENTRA, fault, 1);

    String answer = azure.postToken(form(azure.assertion()));

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(json(answer).path("error").textValue()).isEqualTo(error);
    assertThat(json(answer).path("error_description").textValue())
        .startsWith("AADSTS" + number + ": ");
    assertThat(json(answer).path("error_codes")).hasToString("[" + number + "]");
    assertThat(clouds.azure().accessTokens()).isEmpty();
    assertThat(azure.postToken(form(azure.assertion()))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void isAskedTooOften() throws IOException {
    clouds.misbehave(ENTRA, EntraFaults.throttled(Duration.ofSeconds(7)), 1);

    String answer = azure.postToken(form(azure.assertion()));

    assertThat(answer).startsWith("HTTP/1.1 429 ");
    assertThat(header(answer, "Retry-After")).isEqualTo("7");
    assertThat(json(answer).path("error").textValue()).isEqualTo("temporarily_unavailable");
  }

  @Test
  void breaksTheLinesOfWhatItSays() throws IOException {
    clouds.misbehave(ENTRA, EntraFaults.brokenLines());

    JsonNode document = json(azure.postToken(form(azure.assertion().audience("x"))));

    assertThat(document.path("error_description").textValue().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("Correlation ID: "));
    assertThat(azure.postToken(form(azure.assertion()))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void changesItsAnswers() throws IOException {
    clouds.misbehave(ENTRA, EntraFaults.accessToken("abc"), 1);
    assertThat(json(azure.postToken(form(azure.assertion()))).path("access_token").textValue())
        .isEqualTo("abc");

    clouds.misbehave(ENTRA, EntraFaults.without("expires_in"), 1);
    assertThat(json(azure.postToken(form(azure.assertion()))).has("expires_in")).isFalse();

    String configuration =
        "/" + ExampleWorld.AZURE_TENANT + "/v2.0/.well-known/openid-configuration";
    clouds.misbehave(
        Where.host(ENTRA).path(configuration),
        EntraFaults.tokenEndpoint("https://elsewhere.example.com/token"),
        1);
    assertThat(json(azure.get(ENTRA, configuration)).path("token_endpoint").textValue())
        .isEqualTo("https://elsewhere.example.com/token");
  }
}
