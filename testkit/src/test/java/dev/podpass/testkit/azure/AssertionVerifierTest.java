// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import static dev.podpass.testkit.azure.AzureWire.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssertionVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final AzureWire azure = new AzureWire(clouds);

  AssertionVerifierTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> badAssertions() {
    return Stream.of(
        token(
            "other subject",
            t -> t.serviceAccount("team-b", "app"),
            "AADSTS700213: No matching federated identity record found for presented assertion subject 'system:serviceaccount:team-b:app'."),
        token(
            "subject in other letters",
            t -> t.claim("sub", "system:serviceaccount:team-a:App"),
            "AADSTS700213:"),
        token(
            "other audience",
            t -> t.audience("sts.amazonaws.com"),
            "AADSTS700212: No matching federated identity record found for presented assertion audience 'sts.amazonaws.com'."),
        token(
            "one more audience",
            t -> t.audience(ExampleWorld.AZURE_AUDIENCE, "x"),
            "AADSTS700212:"),
        token("no audience", t -> t.without("aud"), "AADSTS700212:"),
        token(
            "foreign issuer",
            t -> t.claim("iss", "https://oidc.example.com"),
            "AADSTS700211: No matching federated identity record found for presented assertion issuer 'https://oidc.example.com'."),
        token(
            "no issuer",
            t -> t.without("iss"),
            "AADSTS50027: JWT token is invalid or malformed. The claim 'iss' is missing."),
        token(
            "no subject",
            t -> t.without("sub"),
            "AADSTS50027: JWT token is invalid or malformed. The claim 'sub' is missing."),
        token(
            "no expiry",
            t -> t.without("exp"),
            "AADSTS50027: JWT token is invalid or malformed. The claim 'exp' is missing."),
        token(
            "expired",
            t -> t.issuedAt(NOW.minusSeconds(7200)),
            "AADSTS700024: Client assertion is not within its valid time range. Current time: 2026-01-02T03:04:05.0000000Z, assertion valid from 2026-01-02T01:04:05.0000000Z, expiry time of assertion 2026-01-02T02:04:05.0000000Z."),
        token("expiring now", t -> t.lifetime(Duration.ZERO), "AADSTS700024:"),
        token("not valid yet", t -> t.notBefore(NOW.plusSeconds(1)), "AADSTS700024:"),
        token(
            "wrong key",
            t -> t.signed(Signing.WRONG_KEY),
            "AADSTS50013: Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]"),
        token("tampered", t -> t.signed(Signing.TAMPERED), "AADSTS50013:"),
        token(
            "unknown key",
            t -> t.signed(Signing.UNKNOWN_KEY),
            "AADSTS50013: Assertion failed signature validation. [Reason - The key was not found.]"),
        token("not signed", t -> t.signed(Signing.NONE), "AADSTS50027:"),
        token(
            "key confusion",
            t -> t.signed(Signing.HS256_WITH_PUBLIC_KEY),
            "AADSTS50013: Assertion failed signature validation. [Reason - Key was found, but use of the key to verify the signature failed.]"));
  }

  private static Arguments token(String name, UnaryOperator<PodToken> change, String message) {
    return argumentSet(name, change, message);
  }

  @ParameterizedTest
  @MethodSource("badAssertions")
  void refusesBadAssertions(UnaryOperator<PodToken> change, String message) throws IOException {
    new EntraRefusal(401, "invalid_client", message)
        .check(azure.postToken(form(change.apply(azure.assertion()))));
  }

  @Test
  void aCredentialIsOneWhole() throws IOException {
    var issuer = clouds.newIssuer(URI.create("https://oidc.example.com/cluster"));
    clouds
        .azure()
        .directory()
        .put(
            ExampleWorld.azureApplication(clouds.issuer().published())
                .trusting(new FederatedCredential(issuer.published(), "other", "x")));

    new EntraRefusal(401, "invalid_client", "AADSTS700213:")
        .check(azure.postToken(form(issuer.token().audience(ExampleWorld.AZURE_AUDIENCE))));
    assertThat(azure.postToken(form(azure.assertion()))).startsWith("HTTP/1.1 200 ");
  }
}
