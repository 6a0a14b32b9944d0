// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.header;
import static dev.podpass.testkit.azure.AzureWire.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.net.Where;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcrFaultsTest {
  private static final String HOST = ExampleWorld.ACR_REGISTRY;
  private static final Where EXCHANGE = Where.host(HOST).path(AzureWire.EXCHANGE);

  @AutoClose private final FakeClouds clouds = FakeClouds.start();
  private final AzureWire azure = new AzureWire(clouds);

  AcrFaultsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        row("any", AcrFaults.error(500, "UNKNOWN", "why"), 500, "UNKNOWN", "why"),
        row("401", AcrFaults.unauthorized(), 401, "UNAUTHORIZED", "authentication required, visit"),
        row("403", AcrFaults.denied(), 403, "DENIED", "requested access to the resource is denied"),
        row(
            "network rules",
            AcrFaults.refusedClient("203.0.113.7"),
            403,
            "DENIED",
            "client with IP '203.0.113.7' is not allowed access."),
        row(
            "429",
            AcrFaults.throttled(Duration.ofSeconds(7)),
            429,
            "TOOMANYREQUESTS",
            "too many requests"));
  }

  private static Arguments row(String name, Fault fault, int status, String code, String message) {
    return argumentSet(name, fault, "HTTP/1.1 " + status + " ", code, message);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refuses(Fault fault, String status, String code, String message) throws IOException {
    clouds.misbehave(EXCHANGE, fault, 1);

    String answer = exchange();

    assertThat(answer).startsWith(status);
    assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo(code);
    assertThat(json(answer).at("/errors/0/message").textValue())
        .startsWith(message)
        .endsWith(" CorrelationId: " + header(answer, "X-Ms-Correlation-Request-Id"));
    assertThat(clouds.azure().refreshTokens()).isEmpty();
    assertThat(exchange()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void saysWhenToTryAgain() throws IOException {
    clouds.misbehave(EXCHANGE, AcrFaults.throttled(Duration.ofSeconds(7)), 1);

    assertThat(header(exchange(), "Retry-After")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not-a-jwt", "a.b.c"})
  void givesAnotherToken(String value) throws IOException {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshToken(value), 1);

    assertThat(json(exchange()).path("refresh_token").textValue()).isEqualTo(value);
  }

  @Test
  void givesATokenThatExpiresOtherwiseOrNever() throws Exception {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenWithout("exp"), 1);
    assertThat(claims().getExpirationTime()).isNull();

    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenExpiring(1_000_000_000), 1);
    assertThat(claims().getExpirationTime()).isEqualTo(Instant.ofEpochSecond(1_000_000_000));

    assertThat(claims().getExpirationTime()).isInTheFuture();
  }

  @Test
  void theSignatureOfAChangedTokenIsStillASecret() throws IOException {
    clouds.misbehave(EXCHANGE, AcrFaults.refreshTokenWithout("exp"), 1);

    String value = json(exchange()).path("refresh_token").textValue();

    assertThat(clouds.plantedSecrets()).contains(value.substring(value.lastIndexOf('.') + 1));
  }

  @Test
  void misbehavesAsAnyHost() throws IOException {
    clouds.misbehave(Where.host(HOST).path("/v2/"), Faults.redirect(307, clouds.elsewhere()), 1);
    assertThat(header(azure.get(HOST, "/v2/"), "Location"))
        .isEqualTo("https://elsewhere.example.com/");

    clouds.misbehave(EXCHANGE, Faults.emptyObject(), 1);
    assertThat(json(exchange())).hasToString("{}");

    clouds.misbehave(EXCHANGE, Faults.oversizeInChunks(2 << 20), 1);
    assertThat(exchange()).hasSizeGreaterThan(2 << 20);

    clouds.misbehave(EXCHANGE, Faults.closeUnanswered(), 1);
    assertThat(exchange()).isEmpty();
  }

  private JWTClaimsSet claims() throws Exception {
    return JWTParser.parse(json(exchange()).path("refresh_token").textValue()).getJWTClaimsSet();
  }

  private String exchange() throws IOException {
    return azure.exchange(AzureForm.exchange(HOST, azure.accessToken().value()));
  }
}
