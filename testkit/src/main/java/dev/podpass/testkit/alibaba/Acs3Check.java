// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.alibaba;

import dev.podpass.testkit.net.ReceivedRequest;
import dev.podpass.testkit.net.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Finds the session that has signed a request with ACS3-HMAC-SHA256, or says why there is none. */
final class Acs3Check {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "ACS3-HMAC-SHA256 Credential=(?<id>[A-Za-z0-9.]+),SignedHeaders=(?<headers>[a-z0-9;-]+),"
              + "Signature=(?<signature>[0-9a-f]{64})");
  private static final List<String> MUST_BE_SIGNED =
      List.of(
          "host",
          "x-acs-action",
          "x-acs-content-sha256",
          "x-acs-date",
          "x-acs-security-token",
          "x-acs-signature-nonce",
          "x-acs-version");

  private Acs3Check() {}

  static Session signer(ReceivedRequest request, FakeAlibaba cloud) {
    Matcher claimed = AUTHORIZATION.matcher(request.header("Authorization").orElse(""));
    if (!claimed.matches()) {
      throw new Refusal(400, "IncompleteSignature", "The request signature is incomplete.");
    }
    List<String> signed = List.of(claimed.group("headers").split(";"));
    requireHeaders(request, signed);
    requireFresh(request, cloud);
    Session session =
        cloud
            .session(claimed.group("id"))
            .orElseThrow(() ->
                new Refusal(
                    404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."));
    if (!session.securityToken().equals(request.header("x-acs-security-token").orElse(""))) {
      throw new Refusal(400, "InvalidSecurityToken.Malformed", "Specified token is malformed.");
    }
    if (!cloud.clock().instant().isBefore(session.expiry())) {
      throw new Refusal(400, "InvalidSecurityToken.Expired", "Specified token is expired.");
    }
    if (!signature(request, signed, session).equals(claimed.group("signature"))) {
      throw new Refusal(
          400, "SignatureDoesNotMatch", "Specified signature does not match our calculation.");
    }
    if (!cloud.use(request.header("x-acs-signature-nonce").orElseThrow())) {
      throw new Refusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    return session;
  }

  private static void requireHeaders(ReceivedRequest request, List<String> signed) {
    boolean sorted = signed.equals(signed.stream().sorted().distinct().toList());
    boolean there = signed.stream().allMatch(name -> request.headers().values(name).size() == 1);
    if (!sorted || !there || !signed.containsAll(MUST_BE_SIGNED)) {
      throw new Refusal(400, "IncompleteSignature", "The signed headers are " + signed);
    }
    if (!request
        .header("x-acs-content-sha256")
        .orElseThrow()
        .equals(sha256(request.body().toArray()))) {
      throw new Refusal(400, "SignatureDoesNotMatch", "x-acs-content-sha256 is not the body's");
    }
  }

  private static void requireFresh(ReceivedRequest request, FakeAlibaba cloud) {
    try {
      Instant time = Instant.parse(request.header("x-acs-date").orElseThrow());
      if (Duration.between(time, cloud.clock().instant()).abs().compareTo(MAX_SKEW) > 0) {
        throw new Refusal(400, "InvalidTimeStamp.Expired", "Specified time stamp is expired.");
      }
    } catch (DateTimeException e) {
      throw new Refusal(400, "InvalidTimeStamp.Format", "Specified time stamp is no date.");
    }
  }

  private static String signature(ReceivedRequest request, List<String> signed, Session session) {
    String query =
        Arrays.stream(request.query().orElse("").split("&"))
            .sorted()
            .collect(Collectors.joining("&"));
    String headers =
        signed.stream()
            .map(name -> name + ":" + request.header(name).orElseThrow().strip() + "\n")
            .collect(Collectors.joining());
    String canonical =
        "%s\n%s\n%s\n%s\n%s\n%s"
            .formatted(
                request.method(),
                request.path(),
                query,
                headers,
                String.join(";", signed),
                request.header("x-acs-content-sha256").orElseThrow());
    String text = "ACS3-HMAC-SHA256\n" + sha256(canonical.getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = session.accessKeySecret().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HmacSHA256", e);
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }
}
