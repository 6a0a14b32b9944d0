// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.Sha256;
import dev.podpass.spi.http.HttpRequest;
import dev.podpass.spi.http.HttpRequest.Header;
import dev.podpass.spi.secret.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests with ACS3-HMAC-SHA256. Their queries must be sorted and encoded already.
 *
 * @see <a
 *     href="https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature">the
 *     signature</a>
 */
final class Acs3Signature {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

  private Acs3Signature() {}

  /** The same request with the hash of its body, and its signature with a session's key. */
  static HttpRequest sign(HttpRequest request, SessionKeys session) {
    String bodyHash = Sha256.of(request.body());
    HttpRequest whole =
        request
            .with("x-acs-accesskey-id", session.accessKeyId())
            .with("x-acs-security-token", session.token())
            .with("x-acs-content-sha256", bodyHash);
    SortedMap<String, String> headers = signed(whole);
    String signature =
        of(canonical(request.method(), request.uri(), headers, bodyHash), session.secretKey());
    return whole.with(
        "Authorization",
        "%s Credential=%s,SignedHeaders=%s,Signature=%s"
            .formatted(ALGORITHM, session.accessKeyId(), names(headers), signature));
  }

  /** The canonical form of a request with these headers. */
  static String canonical(
      String method, URI uri, SortedMap<String, String> headers, String bodyHash) {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name + ":" + value.strip() + "\n"));
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return String.join("\n", method, uri.getRawPath(), query, lines, names(headers), bodyHash);
  }

  /** The signature of a request's canonical form. */
  static String of(String canonical, Secret key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal().getBytes(UTF_8), "HmacSHA256"));
      String text = ALGORITHM + "\n" + Sha256.of(canonical);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  private static SortedMap<String, String> signed(HttpRequest request) {
    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("host", request.uri().getRawAuthority());
    for (Header header : request.headers()) {
      if (header.name().startsWith("x-acs-")) {
        signed.put(header.name(), header.value());
      }
    }
    return signed;
  }

  private static String names(SortedMap<String, String> headers) {
    return String.join(";", headers.keySet());
  }
}
