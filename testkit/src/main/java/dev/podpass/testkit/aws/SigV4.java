// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.aws;

import dev.podpass.testkit.net.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes the signature that a request should bear. */
final class SigV4 {
  private SigV4() {}

  static String sign(ReceivedRequest request, SigV4Authorization claimed, String secretAccessKey) {
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
