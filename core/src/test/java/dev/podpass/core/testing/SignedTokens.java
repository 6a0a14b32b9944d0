// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

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
import dev.podpass.core.token.ServiceAccountToken;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import java.util.List;

/** Tokens as an API server issues them, and keys to sign them with. */
public final class SignedTokens {
  public static final RSAKey RSA = rsa("rsa-1");
  public static final ECKey EC = ec("ec-1");

  private SignedTokens() {}

  public static ServiceAccountToken token() {
    return ServiceAccountToken.parse(Secret.of(signed(RSA, TestTokens.CLAIMS)));
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
}
