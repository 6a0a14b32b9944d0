// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.exchange.ExchangeFaults;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service refuses, and answers that give no credential, over TLS. */
class TokenExchangeErrorTest {
  private static final String IMAGE = ExchangeTrials.IMAGE;
  private static final String HOST = ExchangeTrials.HOST;

  static Stream<Arguments> refusals() {
    return Stream.of(
        argumentSet("subject", "team-b", "app", "registry.example.com", "not configured"),
        argumentSet("expired at the service", "team-a", "app", "registry.example.com", "expired"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aTokenThatTheServiceDoesNotTrustIsToldWithWhatToTrust(
      String namespace, String account, String audience, String because) {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      var pod =
          ExchangeTrials.pod(trial.clouds()).serviceAccount(namespace, account).audience(audience);
      // Within the skew that podpass allows, and the service does not.
      trial.token(
          because.equals("expired") ? pod.lifetime(Duration.ofSeconds(-10)).mint() : pod.mint());

      trial.assertFails(
          IMAGE,
          Kind.DENIED,
          "token exchange at " + HOST + " for " + namespace + "/app failed: ",
          "invalid_token (HTTP 401): ",
          because,
          "hint: trust the issuer "
              + trial.clouds().issuer().url()
              + " there, with the subject"
              + " system:serviceaccount:"
              + namespace
              + ":app and the audience"
              + " registry.example.com");
      assertThat(trial.clouds().exchanges().logins()).isEmpty();
    }
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        row(error(400, "invalid_grant"), Kind.DENIED, "invalid_grant (HTTP 400): no"),
        row(error(400, "invalid_request"), Kind.CONFIGURATION, "trust the issuer"),
        row(error(400, "invalid_target"), Kind.CONFIGURATION, "with --exchange-fields"),
        row(error(400, "invalid_scope"), Kind.CONFIGURATION, "with --exchange-fields"),
        row(error(401, "invalid_client"), Kind.CONFIGURATION, "with --exchange-fields"),
        row(error(400, "unsupported_grant_type"), Kind.CONFIGURATION, "correct --exchange-url"),
        row(error(400, "slow_down"), Kind.TRY_AGAIN, "throttles requests"),
        row(error(400, "temporarily_unavailable"), Kind.UNAVAILABLE, "reports an internal error"),
        row(error(403, "odd"), Kind.DENIED, "odd (HTTP 403): no"),
        row(Faults.status(400), Kind.CONFIGURATION, "failed: HTTP 400"),
        row(Faults.status(404), Kind.CONFIGURATION, "correct --exchange-url"),
        row(Faults.status(405), Kind.CONFIGURATION, "correct --exchange-url"),
        row(json(202, "{\"access_token\":\"a\"}"), Kind.UNAVAILABLE, "its status is 202"),
        row(Faults.emptyObject(), Kind.CONFIGURATION, "access_token; hint: correct --exchange-url"),
        row(ExchangeFaults.field("expires_in", "soon"), Kind.CONFIGURATION, "whole number; hint"),
        row(error(200, "access_denied"), Kind.DENIED, "access_denied (HTTP 200): no"),
        row(error(200, "server_error"), Kind.UNAVAILABLE, "server_error (HTTP 200): no"),
        row(ExchangeFaults.errorBesides(), Kind.CONFIGURATION, "denied (HTTP 200)"));
  }

  private static Arguments row(Fault fault, Kind kind, String because) {
    return argumentSet(because, fault, kind, because);
  }

  private static Fault error(int status, String code) {
    return ExchangeFaults.error(status, code, "no");
  }

  private static Fault json(int status, String text) {
    return Faults.instead(Answer.json(status, text));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfAnyFormIsToldOnOneLine(Fault fault, Kind kind, String because) {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      trial.clouds().misbehave(HOST, fault);

      assertThat(trial.assertFails(IMAGE, kind, because))
          .doesNotContain("\n")
          .hasSizeLessThan(1_500);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\r\nX"})
  void aUserNameOfTheAnswerThatCannotBeOneIsRefused(String name) {
    try (ProviderTrial trial = ExchangeTrials.rfc8693()) {
      trial.set(ExchangeOptions.USERNAME_POINTER, "/username");
      trial.clouds().misbehave(HOST, ExchangeFaults.field("username", name));

      trial.assertFails(IMAGE, Kind.CONFIGURATION, "its user name ");
    }
  }
}
