// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** What a cloud knows of an issuer: its URL and its public keys. */
public record PublishedIssuer(String url, JWKSet keys) {

  /** An issuer outside of the testkit, such as a real API server, by its JWKS file. */
  public static PublishedIssuer of(String url, Path jwks) {
    try {
      return new PublishedIssuer(url, JWKSet.parse(Files.readString(jwks)));
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a JWKS: " + jwks, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges a token's signature by the key that the token names. */
  public SignatureVerdict judge(SignedJWT token) {
    JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
    if (key == null) {
      return SignatureVerdict.UNKNOWN_KEY;
    }
    try {
      // A verifier knows only the algorithms of its key's type, so HS256 ends here too.
      return token.verify(verifier(key)) ? SignatureVerdict.VALID : SignatureVerdict.INVALID;
    } catch (JOSEException e) {
      return SignatureVerdict.UNSUPPORTED;
    }
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      default -> throw new IllegalStateException("key type " + key.getKeyType());
    };
  }
}
