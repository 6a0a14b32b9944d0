// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import static dev.podpass.testkit.aws.StsWire.assertRefused;
import static dev.podpass.testkit.aws.StsWire.form;
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

  @AutoClose
  private final FakeClouds clouds =
      FakeClouds.start(Options.defaults().clock(Clock.fixed(NOW, ZoneOffset.UTC)));

  private final StsWire sts = new StsWire(clouds);

  FakeStsRefusalsTest() {
    ExampleWorld.addTo(clouds);
  }

  static Stream<Arguments> badForms() {
    return Stream.of(
        row("no action", f -> f.without("Action"), "ValidationError", "'Action'"),
        row("other action", f -> f.with("Action", "AssumeRole"), "InvalidAction", "AssumeRole"),
        row("other version", f -> f.with("Version", "2010-01-01"), "InvalidAction", "2010-01-01"),
        row("no role", f -> f.without("RoleArn"), "ValidationError", "'RoleArn'"),
        row(
            "bad role",
            f -> f.with("RoleArn", "arn:aws:iam::1:role/x"),
            "ValidationError",
            "is invalid"),
        row(
            "other partition",
            f -> f.with("RoleArn", "arn:aws-cn:iam::123456789012:role/x"),
            "ValidationError",
            "Request ARN is invalid"),
        row(
            "no session name",
            f -> f.without("RoleSessionName"),
            "ValidationError",
            "'RoleSessionName'"),
        row(
            "short session name",
            f -> f.with("RoleSessionName", "a"),
            "ValidationError",
            "'RoleSessionName'"),
        row(
            "long session name",
            f -> f.with("RoleSessionName", "a".repeat(65)),
            "ValidationError",
            "'RoleSessionName'"),
        row(
            "bad session name",
            f -> f.with("RoleSessionName", "team:app"),
            "ValidationError",
            "'RoleSessionName'"),
        row(
            "no token",
            f -> f.without("WebIdentityToken"),
            "ValidationError",
            "'WebIdentityToken'"),
        row(
            "short token",
            f -> f.with("WebIdentityToken", "abc"),
            "ValidationError",
            "'WebIdentityToken'"),
        row(
            "long token",
            f -> f.with("WebIdentityToken", "a".repeat(20_001)),
            "ValidationError",
            "'WebIdentityToken'"),
        row(
            "no token at all",
            f -> f.with("WebIdentityToken", "not.a.jwt"),
            "InvalidIdentityToken",
            "not a valid JWT"),
        row(
            "short duration",
            f -> f.with("DurationSeconds", "899"),
            "ValidationError",
            "greater than or equal to 900"),
        row(
            "no duration",
            f -> f.with("DurationSeconds", "1h"),
            "ValidationError",
            "durationSeconds"),
        row(
            "too long duration",
            f -> f.with("DurationSeconds", "3601"),
            "ValidationError",
            "exceeds the MaxSessionDuration"),
        row(
            "policy no JSON",
            f -> f.with("Policy", "{"),
            "MalformedPolicyDocument",
            "invalid Json"),
        row(
            "policy too large",
            f -> f.with("Policy", "{" + " ".repeat(2048)),
            "PackedPolicyTooLarge",
            "2049"),
        row("unknown field", f -> f.with("ProviderId", "x"), "ValidationError", "ProviderId"));
  }

  private static Arguments row(
      String name, UnaryOperator<StsForm> change, String code, String message) {
    return argumentSet(name, change, code, message);
  }

  @ParameterizedTest
  @MethodSource("badForms")
  void refusesBadForms(UnaryOperator<StsForm> change, String code, String message)
      throws IOException {
    assertRefused(sts.post(change.apply(sts.form())), 400, code, message);
  }

  static Stream<Arguments> badTokens() {
    return Stream.of(
        token(
            "wrong audience",
            t -> t.audience("registry.example.com"),
            "InvalidIdentityToken",
            "Incorrect token audience"),
        token(
            "no audience",
            t -> t.without("aud"),
            "InvalidIdentityToken",
            "Incorrect token audience"),
        token(
            "expired",
            t -> t.issuedAt(NOW.minusSeconds(7200)),
            "ExpiredTokenException",
            "Token expired: current date/time 1767323045 must be before the expiration date/time 1767319445"),
        token(
            "expiring now",
            t -> t.lifetime(Duration.ZERO),
            "ExpiredTokenException",
            "Token expired"),
        token(
            "no expiry",
            t -> t.without("exp"),
            "InvalidIdentityToken",
            "Missing a required claim: exp"),
        token(
            "not valid yet",
            t -> t.notBefore(NOW.plusSeconds(1)),
            "InvalidIdentityToken",
            "not valid yet"),
        token(
            "no subject",
            t -> t.without("sub"),
            "InvalidIdentityToken",
            "Missing a required claim: sub"),
        token(
            "no issuer",
            t -> t.without("iss"),
            "InvalidIdentityToken",
            "Missing a required claim: iss"),
        token(
            "foreign issuer",
            t -> t.claim("iss", "https://oidc.example.com"),
            "InvalidIdentityToken",
            "No OpenIDConnect provider found in your account for https://oidc.example.com"),
        token(
            "wrong key",
            t -> t.signed(Signing.WRONG_KEY),
            "InvalidIdentityToken",
            "signature is invalid"),
        token(
            "tampered",
            t -> t.signed(Signing.TAMPERED),
            "InvalidIdentityToken",
            "signature is invalid"),
        token(
            "unknown key",
            t -> t.signed(Signing.UNKNOWN_KEY),
            "InvalidIdentityToken",
            "Couldn't retrieve verification key"),
        token("not signed", t -> t.signed(Signing.NONE), "InvalidIdentityToken", "not a valid JWT"),
        token(
            "key confusion",
            t -> t.signed(Signing.HS256_WITH_PUBLIC_KEY),
            "InvalidIdentityToken",
            "not a valid JWT"));
  }

  private static Arguments token(
      String name, UnaryOperator<PodToken> change, String code, String message) {
    return argumentSet(name, change, code, message);
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void refusesBadTokens(UnaryOperator<PodToken> change, String code, String message)
      throws IOException {
    assertRefused(sts.post(form(change.apply(clouds.issuer().token()))), 400, code, message);
  }
}
