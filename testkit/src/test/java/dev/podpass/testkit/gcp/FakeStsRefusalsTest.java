// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import static dev.podpass.testkit.gcp.StsWire.assertRefused;
import static dev.podpass.testkit.gcp.StsWire.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.oidc.PodToken;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FakeStsRefusalsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String STALE = "ID Token issued at %s is stale to sign-in.";

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final StsWire sts = new StsWire(clouds);

  FakeStsRefusalsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> badForms() {
    String malformed =
        "Invalid value for \"audience\". This value should be the full resource name";
    String unknown = "The target service indicated by the \"audience\" parameters is invalid.";
    return Stream.of(
        row("no grant type", f -> f.without("grant_type"), "invalid_request", "grant_type"),
        row(
            "other grant type",
            f -> f.with("grant_type", "client_credentials"),
            "unsupported_grant_type",
            "grant_type"),
        row(
            "no requested token type",
            f -> f.without("requested_token_type"),
            "invalid_request",
            "requested_token_type"),
        row(
            "other requested token type",
            f -> f.with("requested_token_type", "urn:ietf:params:oauth:token-type:id_token"),
            "invalid_request",
            "requested_token_type"),
        row(
            "no subject token type",
            f -> f.without("subject_token_type"),
            "invalid_request",
            "subject_token_type"),
        row(
            "other subject token type",
            f -> f.with("subject_token_type", "urn:ietf:params:oauth:token-type:saml2"),
            "invalid_request",
            "subject_token_type"),
        row("no scope", f -> f.without("scope"), "invalid_request", "scope"),
        row("empty scope", f -> f.with("scope", ""), "invalid_request", "scope"),
        row("no such scope", f -> f.with("scope", "cloud-platform"), "invalid_scope", "scope"),
        row("no token", f -> f.without("subject_token"), "invalid_request", "subject_token"),
        row(
            "not a JWT",
            f -> f.with("subject_token", "not.a.jwt"),
            "invalid_grant",
            "Unable to parse the ID Token."),
        row("no audience", f -> f.without("audience"), "invalid_request", "audience"),
        row(
            "name without slashes",
            f -> f.with("audience", ExampleWorld.GCP_PROVIDER.substring(2)),
            "invalid_request",
            malformed),
        row(
            "name with a scheme",
            f -> f.with("audience", "https:" + ExampleWorld.GCP_PROVIDER),
            "invalid_request",
            malformed),
        row(
            "name in another universe",
            f -> f.with("audience", ExampleWorld.GCP_PROVIDER.replace("googleapis.com", "x.goog")),
            "invalid_request",
            malformed),
        row(
            "a pool and no provider",
            f -> f.with("audience", ExampleWorld.GCP_PROVIDER.replace("/providers/example", "")),
            "invalid_request",
            malformed),
        row(
            "a project's id",
            f ->
                f.with("audience", ExampleWorld.GCP_PROVIDER.replace("987654321098", "my-project")),
            "invalid_target",
            unknown),
        row(
            "no such provider",
            f -> f.with("audience", ExampleWorld.GCP_PROVIDER + "2"),
            "invalid_target",
            unknown),
        row(
            "no such cluster",
            f -> f.with("audience", "identitynamespace:my-project.svc.id.goog:https://x.example"),
            "invalid_target",
            unknown),
        row(
            "a cluster by name",
            f -> f.with("audience", "identitynamespace:my-project.svc.id.goog:my-cluster"),
            "invalid_request",
            malformed));
  }

  private static Arguments row(
      String name, UnaryOperator<ExchangeForm> change, String error, String description) {
    return argumentSet(name, change, error, description);
  }

  @ParameterizedTest
  @MethodSource("badForms")
  void refusesBadForms(UnaryOperator<ExchangeForm> change, String error, String description)
      throws IOException {
    assertRefused(sts.post(change.apply(sts.form())), error, description);
    assertThat(clouds.gcp().tokens()).isEmpty();
  }

  static Stream<Arguments> badTokens() {
    long now = NOW.getEpochSecond();
    String noMatch = "does not match the expected audience.";
    return Stream.of(
        token("wrong audience", t -> t.audience("a", "b"), "in ID Token [a, b] " + noMatch),
        token("no audience", t -> t.without("aud"), "The audience in ID Token [] " + noMatch),
        token("no issuer", t -> t.without("iss"), "The issuer in ID Token null does not match"),
        token(
            "foreign issuer",
            t -> t.claim("iss", "https://oidc.example.com"),
            "The issuer in ID Token https://oidc.example.com does not match the expected one in"
                + " config: https://oidc.eks.us-east-1.amazonaws.com/id/"),
        token("expired", t -> t.issuedAt(NOW.minusSeconds(7200)), STALE.formatted(now - 7200)),
        token(
            "expired for the skew", t -> t.lifetime(Duration.ofMinutes(-1)), STALE.formatted(now)),
        token("no expiry", t -> t.without("exp"), STALE.formatted(now)),
        token("no time of issue", t -> t.without("iat"), STALE.formatted("null")),
        token("of the future", t -> t.issuedAt(NOW.plusSeconds(61)), STALE.formatted(now + 61)),
        token("not valid yet", t -> t.notBefore(NOW.plusSeconds(61)), "not valid yet"),
        token("wrong key", t -> t.signed(Signing.WRONG_KEY), "verify the ID Token signature"),
        token("tampered", t -> t.signed(Signing.TAMPERED), "verify the ID Token signature"),
        token(
            "unknown key",
            t -> t.signed(Signing.UNKNOWN_KEY),
            "Error connecting to the given credential's issuer."),
        token("not signed", t -> t.signed(Signing.NONE), "Unable to parse the ID Token."),
        token(
            "key confusion",
            t -> t.signed(Signing.HS256_WITH_PUBLIC_KEY),
            "Unable to parse the ID Token."));
  }

  private static Arguments token(String name, UnaryOperator<PodToken> change, String description) {
    return argumentSet(name, change, description);
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void refusesBadTokens(UnaryOperator<PodToken> change, String description) throws IOException {
    assertRefused(sts.post(form(change.apply(sts.token()))), "invalid_grant", description);
    assertThat(clouds.gcp().tokens()).isEmpty();
  }

  static Stream<Arguments> tokensWithinTheSkew() {
    return Stream.of(
        argumentSet("just expired", change(t -> t.lifetime(Duration.ofSeconds(-59)))),
        argumentSet("of the near future", change(t -> t.issuedAt(NOW.plusSeconds(60)))),
        argumentSet("valid soon", change(t -> t.notBefore(NOW.plusSeconds(60)))));
  }

  private static UnaryOperator<PodToken> change(UnaryOperator<PodToken> change) {
    return change;
  }

  @ParameterizedTest
  @MethodSource("tokensWithinTheSkew")
  void clocksMayBeAMinuteApart(UnaryOperator<PodToken> change) throws IOException {
    assertThat(sts.post(form(change.apply(sts.token())))).startsWith("HTTP/1.1 200 ");
  }
}
