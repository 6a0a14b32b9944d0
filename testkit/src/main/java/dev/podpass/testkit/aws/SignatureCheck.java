// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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

  /** Computes the signature that a request should bear. */
  private static final class SigV4 {
    private SigV4() {}

    static String sign(
        ReceivedRequest request, SigV4Authorization claimed, String secretAccessKey) {
      String text =
          "AWS4-HMAC-SHA256\n%s\n%s\n%s"
              .formatted(
                  request.header("X-Amz-Date").orElse(""),
                  claimed.scope(),
                  sha256(canonical(request, claimed.signedHeaders())));
      byte[] key = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
      key = hmac(key, claimed.scope().date());
      key = hmac(key, claimed.scope().region());
      key = hmac(key, claimed.scope().service());
      key = hmac(key, "aws4_request");
      return HexFormat.of().formatHex(hmac(key, text));
    }

    static String sha256(byte[] content) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("no SHA-256", e);
      }
    }

    /** The services here are all {@code POST /} without a query, which keeps this form short. */
    private static byte[] canonical(ReceivedRequest request, List<String> signedHeaders) {
      String headers =
          signedHeaders.stream()
              .map(name -> name + ":" + values(request, name) + "\n")
              .collect(Collectors.joining());
      return String.join(
              "\n",
              request.method(),
              request.path(),
              request.query().orElse(""),
              headers,
              String.join(";", signedHeaders),
              sha256(request.body().toArray()))
          .getBytes(StandardCharsets.UTF_8);
    }

    private static String values(ReceivedRequest request, String name) {
      return request.headers().values(name).stream()
          .map(value -> value.strip().replaceAll(" +", " "))
          .collect(Collectors.joining(","));
    }

    private static byte[] hmac(byte[] key, String text) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("no HmacSHA256", e);
      }
    }
  }
}
