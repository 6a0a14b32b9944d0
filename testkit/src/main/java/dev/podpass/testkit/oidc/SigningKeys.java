// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

/** An issuer's two keys, as an API server may be given. */
record SigningKeys(RSAKey rsa, ECKey ec) {

  static SigningKeys generate() {
    try {
      RSAKey rsa =
          new RSAKeyGenerator(2048)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate();
      ECKey ec =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
      return new SigningKeys(
          new RSAKey.Builder(rsa).keyID(keyId(rsa.toPublicKey().getEncoded())).build(),
          new ECKey.Builder(ec).keyID(keyId(ec.toPublicKey().getEncoded())).build());
    } catch (JOSEException e) {
      throw new IllegalStateException("no signing keys", e);
    }
  }

  JWKSet published() {
    return new JWKSet(List.of(rsa, ec)).toPublicJWKSet();
  }

  /** As Kubernetes names keys: the digest of their public form. */
  private static String keyId(byte[] publicKey) {
    try {
      return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(publicKey)).toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }
}
