// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.ENTRA;
import static dev.podpass.testkit.azure.AzureWire.FORM;
import static dev.podpass.testkit.azure.AzureWire.TOKEN;
import static dev.podpass.testkit.azure.AzureWire.form;
import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTParser;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FakeEntraTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String CONFIGURATION = "/v2.0/.well-known/openid-configuration";

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final AzureWire azure = new AzureWire(clouds);

  FakeEntraTest() {
    ExampleWorld.addTo(clouds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FORM,
        FORM + "; charset=utf-8",
        FORM + ";charset=UTF-8",
        "content-type: application/x-www-form-urlencoded; charset=UTF-8"
      })
  void grants(String contentType) throws Exception {
    String answer = azure.post(ENTRA, TOKEN, form(azure.assertion()).encoded(), contentType);

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("application/json; charset=utf-8");
    AccessToken token = clouds.azure().accessTokens().getFirst();
    assertThat(json(answer))
        .hasToString(
            "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"ext_expires_in\":3599,\"access_token\":\"%s\"}"
                .formatted(token.value()));
    assertThat(token.identity())
        .isEqualTo(new Identity(ExampleWorld.AZURE_TENANT, ExampleWorld.AZURE_CLIENT_ID));
    assertThat(token.expiry()).isEqualTo(NOW.plusSeconds(3599));
    var claims = JWTParser.parse(token.value()).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("https://containerregistry.azure.net");
    assertThat(claims.getStringClaim("tid")).isEqualTo(ExampleWorld.AZURE_TENANT);
    assertThat(claims.getExpirationTime()).isEqualTo(token.expiry());
    assertThat(clouds.plantedSecrets())
        .contains(token.value(), token.value().substring(token.value().lastIndexOf('.') + 1));
  }

  @Test
  void theLifeOfTokensIsASetting() throws Exception {
    clouds.azure().accessTokenLife(Duration.ofMinutes(10));

    assertThat(json(azure.postToken(form(azure.assertion()))).path("expires_in").asInt())
        .isEqualTo(600);
    assertThat(clouds.azure().accessTokens().getFirst().expiry()).isEqualTo(NOW.plusSeconds(600));
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void knowsBothOfTheIssuersKeys(Signing signing) throws IOException {
    assertThat(azure.postToken(form(azure.assertion().signed(signing))))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void knowsATenantByItsDomain() throws IOException {
    String path = "/" + ExampleWorld.AZURE_DOMAIN + "/oauth2/v2.0/token";

    assertThat(azure.post(ENTRA, path, form(azure.assertion()).encoded(), FORM))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {ExampleWorld.AZURE_TENANT, ExampleWorld.AZURE_DOMAIN})
  void tellsItsConfiguration(String tenant) throws IOException {
    JsonNode document = json(azure.get(ENTRA, "/" + tenant + CONFIGURATION));

    String base = "https://login.microsoftonline.com/" + ExampleWorld.AZURE_TENANT;
    assertThat(document.path("token_endpoint").textValue()).isEqualTo(base + "/oauth2/v2.0/token");
    assertThat(document.path("authorization_endpoint").textValue())
        .isEqualTo(base + "/oauth2/v2.0/authorize");
    assertThat(document.path("issuer").textValue()).isEqualTo(base + "/v2.0");
    assertThat(document.path("cloud_instance_name").textValue()).isEqualTo("microsoftonline.com");
  }

  @ParameterizedTest
  @CsvSource({
    "login.microsoftonline.us, US_GOVERNMENT, login.microsoftonline.us",
    "login.chinacloudapi.cn, CHINA, login.partner.microsoftonline.cn",
    "login.partner.microsoftonline.cn, CHINA, login.partner.microsoftonline.cn"
  })
  void everyCloudHasAnAuthority(String host, AzureCloud cloud, String issuer) throws IOException {
    String id = "00000000-1111-4222-8333-444444444444";
    clouds.azure().directory().put(Tenant.of(id).in(cloud));

    JsonNode document = json(azure.get(host, "/" + id + CONFIGURATION));

    assertThat(document.path("token_endpoint").textValue())
        .isEqualTo("https://" + host + "/" + id + "/oauth2/v2.0/token");
    assertThat(document.path("issuer").textValue())
        .isEqualTo("https://" + issuer + "/" + id + "/v2.0");
    assertThat(azure.get(ENTRA, "/" + id + CONFIGURATION)).contains("AADSTS90002: Tenant '" + id);
  }

  @Test
  void tellsTheInstances() throws IOException {
    JsonNode document = json(azure.get(ENTRA, "/common/discovery/instance?api-version=1.1&x=y"));

    assertThat(document.path("metadata").findValuesAsText("preferred_network"))
        .contains("login.microsoftonline.com", "login.partner.microsoftonline.cn");
    assertThat(clouds.received().requestsTo(ENTRA).getFirst().path())
        .isEqualTo("/common/discovery/instance");
  }

  @Test
  void givesTheClientsIdBackAndItsOwn() throws IOException {
    String body = form(azure.assertion()).without("scope").encoded();

    String named =
        azure.post(
            ENTRA, TOKEN, body, FORM, "client-request-id: abc", "Return-Client-Request-Id: true");
    assertThat(header(named, "client-request-id")).isEqualTo("abc");
    assertThat(json(named).path("correlation_id").textValue()).isEqualTo("abc");
    assertThat(json(named).path("trace_id").textValue())
        .isEqualTo(header(named, "x-ms-request-id"))
        .hasSize(36);

    String unnamed = azure.post(ENTRA, TOKEN, body, FORM);
    assertThat(unnamed).doesNotContain("client-request-id");
    assertThat(json(unnamed).path("correlation_id").textValue()).hasSize(36);
  }

  @Test
  void isNowhereElse() throws IOException {
    assertThat(azure.get(ENTRA, TOKEN))
        .startsWith("HTTP/1.1 400 ")
        .contains("AADSTS900561: The endpoint only accepts POST requests. Received a GET request.");
    assertThat(azure.get(ENTRA, "/")).startsWith("HTTP/1.1 404 ");
    assertThat(azure.get(ENTRA, "/" + ExampleWorld.AZURE_TENANT + "/oauth2/token"))
        .startsWith("HTTP/1.1 404 ");
  }
}
