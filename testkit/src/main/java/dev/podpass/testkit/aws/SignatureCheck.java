// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Finds the session that has signed a request, or says why there is none. */
final class SignatureCheck {
  private static final Duration MAX_SKEW = Duration.ofMinutes(5);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final List<String> MUST_BE_SIGNED =
      List.of("host", "x-amz-date", "x-amz-security-token", "x-amz-target");

  private final AwsEndpoint endpoint;
  private final Sessions sessions;
  private final Clock clock;

  SignatureCheck(AwsEndpoint endpoint, Sessions sessions, Clock clock) {
    this.endpoint = endpoint;
    this.sessions = sessions;
    this.clock = clock;
  }

  Session signer(ReceivedRequest request) {
    String header =
        request
            .header("Authorization")
            .orElseThrow(() ->
                new Refusal(
                    400, "MissingAuthenticationTokenException", "Missing Authentication Token"));
    SigV4Authorization claimed =
        SigV4Authorization.parse(header)
            .orElseThrow(() ->
                new Refusal(
                    400, "IncompleteSignatureException", "Authorization is not of version 4"));
    requireSignedHeaders(claimed);
    requireScope(claimed.scope(), request);
    return requireSession(claimed, request);
  }

  private static void requireSignedHeaders(SigV4Authorization claimed) {
    if (!claimed.signedHeaders().containsAll(MUST_BE_SIGNED)) {
      throw invalid(
          "%s must be in SignedHeaders, which are %s"
              .formatted(MUST_BE_SIGNED, claimed.signedHeaders()));
    }
  }

  private void requireScope(SigV4Authorization.Scope scope, ReceivedRequest request) {
    if (!scope.service().equals(endpoint.service().signingName())) {
      throw invalid(
          "Credential should be scoped to correct service: '%s'."
              .formatted(endpoint.service().signingName()));
    }
    if (!scope.region().equals(endpoint.region())) {
      throw invalid(
          "Credential should be scoped to a valid region, not '%s'.".formatted(scope.region()));
    }
    String text = request.header("X-Amz-Date").orElse("");
    if (!text.startsWith(scope.date())) {
      throw invalid("Date in Credential scope does not match that of the request: " + text);
    }
    Duration skew = Duration.between(date(text), clock.instant()).abs();
    if (skew.compareTo(MAX_SKEW) > 0) {
      throw invalid(
          "Signature expired: %s is not within 5 min of %s"
              .formatted(text, DATE.format(clock.instant())));
    }
  }

  private static Instant date(String text) {
    try {
      return DATE.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw invalid("X-Amz-Date is no date: " + text);
    }
  }

  private Session requireSession(SigV4Authorization claimed, ReceivedRequest request) {
    Session session =
        sessions
            .withAccessKey(claimed.accessKeyId())
            .filter(known -> isToken(known, request.header("X-Amz-Security-Token").orElse("")))
            .orElseThrow(() ->
                new Refusal(
                    400,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid."));
    if (!clock.instant().isBefore(session.expiry())) {
      throw new Refusal(
          400, "ExpiredTokenException", "The security token included in the request is expired");
    }
    String expected = SigV4.sign(request, claimed, session.keys().secretAccessKey());
    if (!expected.equals(claimed.signature())) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided.");
    }
    return session;
  }

  private static boolean isToken(Session session, String token) {
    return session.keys().sessionToken().equals(token);
  }

  private static Refusal invalid(String message) {
    return new Refusal(403, "InvalidSignatureException", message);
  }
}
