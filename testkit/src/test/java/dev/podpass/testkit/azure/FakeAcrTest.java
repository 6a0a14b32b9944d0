// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTParser;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FakeAcrTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String HOST = ExampleWorld.ACR_REGISTRY;

  private final SettableClock clock = new SettableClock(NOW);

  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  private final AzureWire azure = new AzureWire(clouds);

  FakeAcrTest() {
    ExampleWorld.addTo(clouds);
  }

  @Test
  void challenges() throws Exception {
    String answer = azure.get(HOST, "/v2/");

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains(
            "\r\nWww-Authenticate: Bearer realm=\"https://myregistry.azurecr.io/oauth2/token\",service=\"myregistry.azurecr.io\"\r\n");
    assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("UNAUTHORIZED");
    assertThat(json(answer).at("/errors/0/message").textValue())
        .startsWith("authentication required, visit https://aka.ms/acr/authorization ")
        .endsWith("CorrelationId: " + AzureWire.header(answer, "X-Ms-Correlation-Request-Id"));
  }

  @Test
  void exchangesAnAccessToken() throws Exception {
    String answer = azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value()));

    assertThat(answer).startsWith("HTTP/1.1 200 ");
    String value = json(answer).path("refresh_token").textValue();
    RefreshToken token = clouds.azure().refreshToken(value).orElseThrow();
    assertThat(token.registry()).isEqualTo(HOST);
    assertThat(token.identity())
        .isEqualTo(new Identity(ExampleWorld.AZURE_TENANT, ExampleWorld.AZURE_CLIENT_ID));
    assertThat(token.expiry()).isEqualTo(NOW.plusSeconds(3 * 3600));
    var claims = JWTParser.parse(value).getJWTClaimsSet();
    assertThat(claims.getExpirationTime()).isEqualTo(token.expiry());
    assertThat(claims.getAudience()).containsExactly(HOST);
    assertThat(clouds.plantedSecrets())
        .contains(value, value.substring(value.lastIndexOf('.') + 1));
  }
}
