// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;

/** Turns claims into a token, signed well or badly. */
final class TokenSigner {
  private final SigningKeys keys;

  TokenSigner(SigningKeys keys) {
    this.keys = keys;
  }

  String sign(String claims, Signing signing) {
    try {
      return switch (signing) {
        case RS256 -> rs256(claims, keys.rsa(), keys.rsa().getKeyID());
        case ES256 ->
            sign(claims, JWSAlgorithm.ES256, keys.ec().getKeyID(), new ECDSASigner(keys.ec()));
        case WRONG_KEY -> rs256(claims, Strangers.KEYS.rsa(), keys.rsa().getKeyID());
        case UNKNOWN_KEY -> rs256(claims, Strangers.KEYS.rsa(), Strangers.KEYS.rsa().getKeyID());
        case TAMPERED -> tampered(claims);
        case NONE -> Base64URL.encode("{\"alg\":\"none\"}") + "." + Base64URL.encode(claims) + ".";
        case HS256_WITH_PUBLIC_KEY ->
            sign(
                claims,
                JWSAlgorithm.HS256,
                keys.rsa().getKeyID(),
                new MACSigner(keys.rsa().toPublicKey().getEncoded()));
      };
    } catch (JOSEException e) {
      throw new IllegalStateException("token cannot be signed: " + signing, e);
    }
  }

  private String tampered(String claims) throws JOSEException {
    String[] parts = rs256(claims, keys.rsa(), keys.rsa().getKeyID()).split("\\.", -1);
    String changed = claims.replace("\"jti\":\"", "\"jti\":\"0");
    return parts[0] + "." + Base64URL.encode(changed) + "." + parts[2];
  }

  private static String rs256(String claims, RSAKey key, String keyId) throws JOSEException {
    return sign(claims, JWSAlgorithm.RS256, keyId, new RSASSASigner(key));
  }

  private static String sign(String claims, JWSAlgorithm algorithm, String keyId, JWSSigner signer)
      throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID(keyId).build();
    JWSObject token = new JWSObject(header, new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }

  /** Keys of no issuer. Created when first needed, and then shared. */
  private static final class Strangers {
    static final SigningKeys KEYS = SigningKeys.generate();
  }
}
