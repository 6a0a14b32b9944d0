// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ServiceAccountToken;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** Tokens as an API server issues them, and keys to sign them with. */
public final class TestTokens {
  public static final Instant ISSUED = Instant.parse("2026-11-25T10:00:00Z");
  public static final Instant EXPIRY = Instant.parse("2026-11-25T11:00:00Z");
  public static final RSAKey RSA = rsa("rsa-1");
  public static final ECKey EC = ec("ec-1");

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

  private TestTokens() {}

  public static ServiceAccountToken token() {
    return ServiceAccountToken.parse(Secret.of(signed(RSA, CLAIMS)));
  }

  /** The same token for another audience. */
  public static ServiceAccountToken tokenFor(String audience) {
    return ServiceAccountToken.parse(
        Secret.of(signed(RSA, CLAIMS.replace("sts.amazonaws.com", audience))));
  }

  /** Three parts, without a valid signature. */
  public static String unsigned(String header, String payload) {
    return base64(header) + "." + base64(payload) + "." + base64("signature");
  }

  /** Signed by RS256, or by the algorithm of the key's curve. */
  public static String signed(JWK key, String claims) {
    try {
      JWSSigner signer =
          key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner(key.toECKey());
      JWSAlgorithm algorithm =
          signer instanceof ECDSASigner ec ? ec.supportedECDSAAlgorithm() : JWSAlgorithm.RS256;
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), new Payload(claims));
      jws.sign(signer);
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toPublicJWKSet().toString();
  }

  public static RSAKey rsa(String keyId) {
    try {
      return new RSAKeyGenerator(2048).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static ECKey ec(String keyId) {
    return ec(keyId, Curve.P_256);
  }

  public static ECKey ec(String keyId, Curve curve) {
    try {
      return new ECKeyGenerator(curve).keyID(keyId).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
