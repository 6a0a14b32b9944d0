// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetadataServiceTest {
  private static final String HOST = FakeAzure.METADATA_HOST;
  private static final String PATH = "/metadata/identity/oauth2/token";
  private static final String TOKEN =
      PATH + "?api-version=2018-02-01&resource=https%3A%2F%2Fcontainerregistry.azure.net";
  private static final String METADATA = "Metadata: true";
  private static final URI ELSEWHERE = URI.create("https://elsewhere.example.com/");
  private static final String FIRST = "11111111-2222-4333-8444-555555555555";
  private static final String SECOND = "66666666-7777-4888-8999-000000000000";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final AzureWire azure = new AzureWire(clouds);

  @Test
  void answersInItsForm() throws IOException {
    ExampleWorld.addTo(clouds);

    String answer = azure.getMetadata(TOKEN, METADATA);

    AccessToken token = clouds.azure().accessTokens().getFirst();
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    assertThat(json(answer))
        .hasToString(
            """
            {"access_token":"%s","client_id":"%s","expires_in":"3599","expires_on":"1767326644",\
            "ext_expires_in":"3599","not_before":"1767323045",\
            "resource":"https://containerregistry.azure.net","token_type":"Bearer"}\
            """
                .formatted(token.value(), ExampleWorld.AZURE_NODE_CLIENT_ID));
    assertThat(clouds.plantedSecrets()).contains(token.value());
    assertThat(clouds.received().requestsTo(HOST)).hasSize(1);
    assertThat(clouds.received().proxyRequests()).isEmpty();
  }

  @Test
  void aRegistryExchangesItsTokens() throws IOException {
    ExampleWorld.addTo(clouds);
    azure.getMetadata(TOKEN + "%2F", METADATA);
    String token = clouds.azure().accessTokens().getFirst().value();

    assertThat(azure.exchange(AzureForm.exchange(ExampleWorld.ACR_REGISTRY, token)))
        .startsWith("HTTP/1.1 200 ");
    assertThat(clouds.azure().refreshTokens().getFirst().identity().clientId())
        .isEqualTo(ExampleWorld.AZURE_NODE_CLIENT_ID);
  }

  @ParameterizedTest
  @CsvSource({
    "Metadata: false, Required metadata header not specified",
    "X: y, Required metadata header not specified",
    "'Metadata: true\r\nX-Forwarded-For: 10.0.0.1', X-Forwarded-For header is not allowed"
  })
  void refusesWhatMayBeForwarded(String header, String message) throws IOException {
    ExampleWorld.addTo(clouds);

    assertRefused(azure.getMetadata(TOKEN, header), message);
  }

  @ParameterizedTest
  @CsvSource({
    "?resource=https://containerregistry.azure.net, api-version is not 2018-02-01",
    "?api-version=2017-09-01&resource=x, api-version is not 2018-02-01",
    "?api-version=2018-02-01, resource is not specified",
    "?api-version=2018-02-01&resource=x&object_id=y, does not know the field object_id",
    "'', api-version is not 2018-02-01"
  })
  void refusesBadQueries(String query, String message) throws IOException {
    ExampleWorld.addTo(clouds);

    assertRefused(azure.getMetadata(PATH + query, METADATA), message);
  }

  @Test
  void refusesUnknownResources() throws IOException {
    ExampleWorld.addTo(clouds);

    assertThat(azure.getMetadata(PATH + "?api-version=2018-02-01&resource=x", METADATA))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"invalid_resource\"", "AADSTS500011: The resource principal named x was");
  }

  @Test
  void choosesTheIdentity() throws IOException {
    assertRefused(azure.getMetadata(TOKEN, METADATA), "Identity not found");

    assign(FIRST);
    assertThat(clientOf(TOKEN)).isEqualTo(FIRST);

    assign(SECOND);
    assertRefused(
        azure.getMetadata(TOKEN, METADATA),
        "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request");
    assertThat(clientOf(TOKEN + "&client_id=" + SECOND)).isEqualTo(SECOND);

    ExampleWorld.addTo(clouds);
    assertThat(clientOf(TOKEN)).isEqualTo(ExampleWorld.AZURE_NODE_CLIENT_ID);
    assertThat(clientOf(TOKEN + "&client_id=" + ExampleWorld.AZURE_NODE_CLIENT_ID))
        .isEqualTo(ExampleWorld.AZURE_NODE_CLIENT_ID);
    assertRefused(
        azure.getMetadata(TOKEN + "&client_id=" + ExampleWorld.AZURE_CLIENT_ID, METADATA),
        "Identity not found");
  }

  @Test
  void knowsAnIdentityByItsResource() throws IOException {
    String resource = "/subscriptions/s/resourceGroups/g/userAssignedIdentities/node";
    assign(FIRST);
    assign(SECOND);
    clouds.azure().userAssignedIdentity(SECOND, resource);

    assertThat(clientOf(TOKEN + "&msi_res_id=" + resource)).isEqualTo(SECOND);
    assertThat(clientOf(TOKEN + "&msi_res_id=" + resource.toLowerCase(Locale.ROOT)))
        .isEqualTo(SECOND);
    assertRefused(
        azure.getMetadata(TOKEN + "&msi_res_id=" + resource + "s", METADATA), "Identity not found");
  }

  @Test
  void isNowhereElse() throws IOException {
    assertThat(azure.getMetadata("/metadata/instance", METADATA))
        .startsWith("HTTP/1.1 404 ")
        .contains("{\"error\":\"Not Found\"}");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        argumentSet("404", ImdsFaults.notFound(), 404, "{\"error\":\"Not Found\"}"),
        argumentSet("410", ImdsFaults.gone(), 410, ""),
        argumentSet("429", ImdsFaults.throttled(Duration.ofSeconds(7)), 429, "Retry-After: 7\r\n"),
        argumentSet("500", ImdsFaults.failed(), 500, "{\"error\":\"unknown\",\"error_descr"),
        argumentSet("any", ImdsFaults.error(400, "a", "b"), 400, "\"error_description\":\"b\""),
        argumentSet("not numbers", ImdsFaults.numericTimes(), 200, "\"expires_on\":1767326644,"),
        argumentSet("redirect", Faults.redirect(307, ELSEWHERE), 307, "Location: " + ELSEWHERE));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatItIsToldToSay(Fault fault, int status, String text) throws IOException {
    ExampleWorld.addTo(clouds);
    clouds.misbehave(HOST, fault, 1);

    assertThat(azure.getMetadata(TOKEN, METADATA))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains(text);
    assertThat(azure.getMetadata(TOKEN, METADATA)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void leavesAFieldOut() throws IOException {
    ExampleWorld.addTo(clouds);
    clouds.misbehave(HOST, ImdsFaults.without("expires_on"), 1);

    assertThat(json(azure.getMetadata(TOKEN, METADATA)).has("expires_on")).isFalse();
  }

  private void assign(String clientId) {
    clouds.azure().directory().put(Application.of(clientId, ExampleWorld.AZURE_TENANT));
    clouds.azure().userAssignedIdentity(clientId);
  }

  private String clientOf(String target) throws IOException {
    return json(azure.getMetadata(target, METADATA)).path("client_id").textValue();
  }

  private static void assertRefused(String answer, String message) throws IOException {
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(json(answer).path("error").textValue()).isEqualTo("invalid_request");
    assertThat(json(answer).path("error_description").textValue()).contains(message);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json; charset=utf-8");
  }
}
