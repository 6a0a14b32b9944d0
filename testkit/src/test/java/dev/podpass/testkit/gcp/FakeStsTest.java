// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static dev.podpass.testkit.gcp.StsWire.FORM;
import static dev.podpass.testkit.gcp.StsWire.HOST;
import static dev.podpass.testkit.gcp.StsWire.JSON;
import static dev.podpass.testkit.gcp.StsWire.assertRefused;
import static dev.podpass.testkit.gcp.StsWire.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FakeStsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String PRINCIPAL =
      "principal://iam.googleapis.com/projects/987654321098/locations/global/workloadIdentityPools/clusters/subject/system:serviceaccount:team-a:app";

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final StsWire sts = new StsWire(clouds);

  FakeStsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        encoding("form", ExchangeForm::encoded, FORM),
        encoding("form with a charset", ExchangeForm::encoded, FORM + "; charset=UTF-8"),
        encoding("JSON in camel case", ExchangeForm::camelCaseJson, JSON),
        encoding("JSON in snake case", ExchangeForm::snakeCaseJson, JSON + ";charset=utf-8"));
  }

  private static Arguments encoding(
      String name, Function<ExchangeForm, String> body, String header) {
    return argumentSet(name, body, header);
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void grants(Function<ExchangeForm, String> body, String contentType) throws IOException {
    String answer = sts.post(body.apply(sts.form()), contentType);

    AccessToken token = clouds.gcp().tokens().getFirst();
    assertThat(answer)
        .startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=UTF-8\r\n")
        .endsWith(
            "{\"access_token\":\""
                + token.value()
                + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\",\"token_type\":\"Bearer\",\"expires_in\":3599}");
    assertThat(token.value()).startsWith("ya29.d.").hasSizeBetween(900, 1100);
    assertThat(token.principal()).isEqualTo(PRINCIPAL);
    assertThat(token.scopes()).containsExactly(Scopes.CLOUD_PLATFORM);
    assertThat(token.expiry()).isEqualTo(NOW.plusSeconds(3600));
    assertThat(clouds.plantedSecrets()).contains(token.value());
    assertThat(clouds.gcp().token(token.value())).contains(token);
  }

  @ParameterizedTest
  @CsvSource({
    "grantType, the testkit does not know the field grantType",
    "resource, the testkit does not know the field resource",
    "audience, audience is given twice"
  })
  void aFormHasTheFieldsOfTheRfcAndEachOnce(String field, String complaint) throws IOException {
    assertRefused(
        sts.post(sts.form().encoded() + "&" + field + "=x", FORM), "invalid_request", complaint);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256"})
  void knowsBothOfTheIssuersKeys(Signing signing) throws IOException {
    assertThat(sts.post(form(sts.token().signed(signing)))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void refusesAnotherClustersTokens() throws IOException {
    var foreign = clouds.newIssuer(URI.create("https://oidc.example.com/cluster"));

    assertRefused(
        sts.post(form(foreign.token().audience(ExampleWorld.GCP_PROVIDER))),
        "invalid_grant",
        "The issuer in ID Token https://oidc.example.com/cluster does not match the expected one in config: "
            + clouds.issuer().url());
  }

  @ParameterizedTest
  @CsvSource({"30, 29", "600, 599", "3600, 3599", "86400, 3599", "-59, 59"})
  void tokensEndWithThePodsOrAfterAnHour(long lifetime, long expiresIn) throws IOException {
    assertThat(sts.post(form(sts.token().lifetime(Duration.ofSeconds(lifetime)))))
        .endsWith(",\"expires_in\":" + expiresIn + "}");
  }

  @Test
  void livesAreSettings() throws IOException {
    clouds.gcp().federatedTokenLife(Duration.ofMinutes(10));
    assertThat(sts.post(sts.form())).endsWith(",\"expires_in\":599}");

    assertThat(sts.post(form(sts.token().lifetime(Duration.ofSeconds(1)))))
        .endsWith(",\"token_type\":\"Bearer\"}");
  }

  @Test
  void isInEveryUniverse() throws IOException {
    String host = "sts.apis.example.goog";
    clouds.gcp().universe("apis.example.goog");

    assertThat(sts.postTo(host, "/v1/token", sts.form().encoded(), FORM))
        .startsWith("HTTP/1.1 200 ");
    assertThat(clouds.gcp().tokens().getFirst().universe()).isEqualTo("apis.example.goog");
    assertThat(clouds.gcp().host("sts.elsewhere.goog")).isEmpty();
    assertThat(clouds.gcp().host("storage.googleapis.com")).isEmpty();
    assertThat(clouds.gcp().host("googleapis.com")).isEmpty();
    assertThat(clouds.gcp().host("localhost")).isEmpty();
  }

  @Test
  void refusesOtherRequests() throws IOException {
    String body = sts.form().encoded();

    assertThat(sts.post(body, FORM, "Authorization: Bearer x"))
        .contains("\"invalid_request\"", "Authorization header must not be sent");
    assertThat(sts.post(body, "Content-Type: text/plain")).contains("Content-Type is text/plain");
    assertThat(sts.post(body, JSON)).contains("the body is no JSON object");
    assertThat(sts.post("[]", JSON)).contains("the body is no JSON object");
    assertThat(sts.post("{\"scope\":1}", JSON)).contains("scope is no string");
    assertThat(sts.post("{\"grantType\":\"x\",\"grant_type\":\"y\"}", JSON))
        .contains("grant_type is given twice");
    assertThat(sts.post("scope", FORM)).contains("no '=' in a field");
    assertThat(sts.post("scope=%zz", FORM)).contains("bad escape");
    assertThat(sts.postTo(HOST, "/v1/introspect", body, FORM))
        .startsWith("HTTP/1.1 404 Not Found\r\nContent-Type: text/html");
    assertThat(clouds.gcp().tokens()).isEmpty();
  }

  @Test
  void saysWhatItIsToldToSay() throws IOException {
    clouds.misbehave(HOST, GcpFaults.attributeCondition(), 1);
    assertRefused(sts.post(sts.form()), "unauthorized_client", "by the attribute condition.");

    clouds.misbehave(HOST, GcpFaults.staleToken(), 1);
    assertRefused(sts.post(sts.form()), "invalid_grant", "is stale to sign-in.");

    clouds.misbehave(HOST, GcpFaults.issuerUnreachable(), 1);
    assertRefused(sts.post(sts.form()), "invalid_grant", "Error connecting to the given");

    clouds.misbehave(HOST, GcpFaults.internal(), 1);
    assertThat(sts.post(sts.form()))
        .startsWith("HTTP/1.1 500 ")
        .contains("\"error\" : {", "\"status\" : \"INTERNAL\"");

    clouds.misbehave(HOST, GcpFaults.without("expires_in"), 1);
    assertThat(sts.post(sts.form())).endsWith("\"token_type\":\"Bearer\"}");

    clouds.misbehave(HOST, GcpFaults.with("expires_in", 0), 1);
    assertThat(sts.post(sts.form())).endsWith(",\"expires_in\":0}");

    clouds.misbehave(HOST, GcpFaults.with("expires_in", "soon"), 1);
    assertThat(sts.post(sts.form())).endsWith(",\"expires_in\":\"soon\"}");
  }
}
