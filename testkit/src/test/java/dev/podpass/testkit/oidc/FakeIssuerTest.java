// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FakeIssuerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String HOST = "oidc.eks.us-east-1.amazonaws.com";

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final FakeIssuer issuer = clouds.issuer();

  @Test
  void mintsTheClaimsOfAnApiServer() throws IOException {
    String token = issuer.token().claim("jti", "an-id").warnAfter(NOW.plusSeconds(3607)).mint();

    assertThat(payload(token).replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "<uid>"))
        .isEqualTo(
            """
            {"aud":["sts.amazonaws.com"],"exp":1767326645,"iat":1767323045,\
            "iss":"https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",\
            "jti":"an-id","kubernetes.io":{"namespace":"team-a",\
            "node":{"name":"node-1","uid":"<uid>"},\
            "pod":{"name":"app-7d4b9c-x2x9p","uid":"<uid>"},\
            "serviceaccount":{"name":"app","uid":"<uid>"},\
            "warnafter":1767326652},"nbf":1767323045,"sub":"system:serviceaccount:team-a:app"}\
            """);
  }

  @Test
  void headersNameAlgorithmAndKeyAlone() throws IOException {
    String kid = issuer.published().keys().getKeys().getFirst().getKeyID();

    assertThat(header(issuer.token().mint()))
        .isEqualTo(json("{\"kid\":\"" + kid + "\",\"alg\":\"RS256\"}"));
  }

  @Test
  void variesEveryClaim() throws IOException {
    JsonNode claims =
        json(
            payload(
                issuer
                    .token()
                    .serviceAccount("team-b", "db")
                    .pod("db-0")
                    .node("node-9")
                    .audience("one", "two")
                    .issuedAt(NOW.minusSeconds(7200))
                    .lifetime(Duration.ofMinutes(10))
                    .notBefore(NOW.plusSeconds(60))
                    .without("jti")
                    .mint()));

    assertThat(claims.path("sub").asText()).isEqualTo("system:serviceaccount:team-b:db");
    assertThat(claims.at("/kubernetes.io/namespace").asText()).isEqualTo("team-b");
    assertThat(claims.at("/kubernetes.io/serviceaccount/name").asText()).isEqualTo("db");
    assertThat(claims.at("/kubernetes.io/pod/name").asText()).isEqualTo("db-0");
    assertThat(claims.at("/kubernetes.io/node/name").asText()).isEqualTo("node-9");
    assertThat(claims.path("aud")).isEqualTo(json("[\"one\",\"two\"]"));
    assertThat(claims.path("iat").asLong()).isEqualTo(NOW.getEpochSecond() - 7200);
    assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() - 7200 + 600);
    assertThat(claims.path("nbf").asLong()).isEqualTo(NOW.getEpochSecond() + 60);
    assertThat(claims.has("jti")).isFalse();
  }

  @Test
  void issuedAtKeepsTheLifetime() throws IOException {
    JsonNode claims =
        json(
            payload(
                issuer.token().lifetime(Duration.ofHours(2)).issuedAt(NOW.minusSeconds(9)).mint()));

    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(7200);
    assertThat(claims.path("nbf")).isEqualTo(claims.path("iat"));
  }

  @Test
  void theAudienceMayBeAText() throws IOException {
    assertThat(json(payload(issuer.token().claim("aud", "one").mint())).path("aud"))
        .isEqualTo(json("\"one\""));
  }

  @Test
  void goodSignaturesVerify() throws ParseException, JOSEException {
    var keys = issuer.published().keys();
    var rsa = new RSASSAVerifier(keys.getKeys().get(0).toRSAKey());
    var ec = new ECDSAVerifier(keys.getKeys().get(1).toECKey());

    assertThat(SignedJWT.parse(issuer.token().mint()).verify(rsa)).isTrue();
    assertThat(SignedJWT.parse(issuer.token().signed(Signing.ES256).mint()).verify(ec)).isTrue();
  }

  @Test
  void badSignaturesAreBadInTheirWay() throws ParseException, JOSEException, IOException {
    JWKSet keys = issuer.published().keys();
    var rsa = new RSASSAVerifier(keys.getKeys().getFirst().toRSAKey());
    String wrongKey = issuer.token().signed(Signing.WRONG_KEY).mint();
    String unknown = issuer.token().signed(Signing.UNKNOWN_KEY).mint();
    String tampered = issuer.token().signed(Signing.TAMPERED).mint();

    assertThat(SignedJWT.parse(wrongKey).verify(rsa)).isFalse();
    assertThat(header(wrongKey)).isEqualTo(header(issuer.token().mint()));
    assertThat(keys.getKeyByKeyId(SignedJWT.parse(unknown).getHeader().getKeyID())).isNull();
    assertThat(SignedJWT.parse(tampered).verify(rsa)).isFalse();
    assertThat(json(payload(tampered)).path("jti").asText()).startsWith("0");
    assertThat(header(issuer.token().signed(Signing.HS256_WITH_PUBLIC_KEY).mint()).path("alg"))
        .isEqualTo(json("\"HS256\""));
    assertThat(issuer.token().signed(Signing.NONE).mint()).endsWith(".");
    assertThat(header(issuer.token().signed(Signing.NONE).mint()))
        .isEqualTo(json("{\"alg\":\"none\"}"));
  }

  @Test
  void servesItsDiscoveryDocumentAndKeys() throws IOException {
    JsonNode discovery =
        json(get("/id/EXAMPLED539D4633E53DE1B71EXAMPLE/.well-known/openid-configuration"));

    assertThat(discovery.path("issuer").asText()).isEqualTo(issuer.url());
    URI keys = URI.create(discovery.path("jwks_uri").asText());
    assertThat(keys.getHost()).isEqualTo(HOST);
    JsonNode published = json(get(keys.getPath())).path("keys");
    assertThat(published).hasSize(2);
    assertThat(published.get(0).has("d")).isFalse();
    assertThat(published.get(1).path("crv").asText()).isEqualTo("P-256");
  }

  @Test
  void writesItsKeysForWhoeverVerifiesOffline() throws IOException {
    Path file = issuer.writeJwks(clouds.directory().resolve("jwks.json"));

    assertThat(PublishedIssuer.of(issuer.url(), file).keys().getKeys())
        .isEqualTo(issuer.published().keys().getKeys());
    assertThat(json(Files.readString(file)).findValues("d")).isEmpty();
  }

  @Test
  void anotherIssuerHasOtherKeys() {
    FakeIssuer foreign = clouds.newIssuer(URI.create("https://oidc.example.com/cluster"));

    assertThat(foreign.published().keys().getKeys())
        .doesNotContainAnyElementsOf(issuer.published().keys().getKeys());
  }

  @Test
  void tokensArePlanted() {
    String token = issuer.token().mint();

    assertThat(clouds.plantedSecrets())
        .contains(token, token.substring(token.lastIndexOf('.') + 1));
  }

  private String get(String path) throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.send("GET " + path + " HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: close\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
      return client.readToTheEnd();
    }
  }

  private static String payload(String token) {
    return new String(
        Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }

  private static JsonNode header(String token) throws IOException {
    return json(
        new String(
            Base64.getUrlDecoder().decode(token.split("\\.", -1)[0]), StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text) throws IOException {
    return new JsonMapper().readTree(text);
  }
}
