// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A token as an API server issues it, with its claims; its signature is none. */
public final class TestTokens {
  /** When the token was issued; it is valid from then on. */
  public static final Instant ISSUED = Instant.parse("2026-11-25T10:00:00Z");

  /** When the token ends. */
  public static final Instant EXPIRY = Instant.parse("2026-11-25T11:00:00Z");

  /** The claims as JSON. */
  public static final String CLAIMS =
      """
      {
        "aud": ["sts.amazonaws.com"],
        "exp": %d, "iat": %d, "nbf": %d,
        "iss": "https://oidc.example/id/1",
        "jti": "6f1c2f6e-3b1f-4d8a-9b4e-0c6e1d1f0a11",
        "kubernetes.io": {
          "namespace": "team-a",
          "node": {"name": "node-1", "uid": "n-uid"},
          "pod": {"name": "app-0", "uid": "p-uid"},
          "serviceaccount": {"name": "puller", "uid": "s-uid"}
        },
        "sub": "system:serviceaccount:team-a:puller"
      }
      """
          .formatted(EXPIRY.getEpochSecond(), ISSUED.getEpochSecond(), ISSUED.getEpochSecond());

  /** A token with these claims. */
  public static final Secret TOKEN =
      Secret.of(unsigned("{\"alg\":\"RS256\",\"kid\":\"k\"}", CLAIMS));

  private TestTokens() {}

  /** {@return the claims, as they are read} */
  public static UnverifiedClaims claims() {
    return new UnverifiedClaims(
        "https://oidc.example/id/1",
        "system:serviceaccount:team-a:puller",
        List.of("sts.amazonaws.com"),
        new Validity(EXPIRY, Optional.of(ISSUED), Optional.of(ISSUED)),
        Optional.of("6f1c2f6e-3b1f-4d8a-9b4e-0c6e1d1f0a11"),
        new ServiceAccountSubject(
            "team-a",
            new ObjectReference("puller", Optional.of("s-uid")),
            Optional.of(new ObjectReference("app-0", Optional.of("p-uid"))),
            Optional.of(new ObjectReference("node-1", Optional.of("n-uid")))));
  }

  /**
   * {@return three parts, as of a JWT, without a valid signature}
   *
   * @param header the header as JSON
   * @param payload the claims as JSON
   */
  public static String unsigned(String header, String payload) {
    return base64(header) + "." + base64(payload) + "." + base64("signature");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
