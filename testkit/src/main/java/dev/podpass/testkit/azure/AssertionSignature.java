// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.azure;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.podpass.testkit.oidc.PublishedIssuer;

/**
 * Whether an issuer signed an assertion. The wording is that of assertions of Entra's own; for
 * another issuer's it is unverified.
 */
final class AssertionSignature {
  private AssertionSignature() {}

  static void require(SignedJWT jwt, PublishedIssuer issuer) {
    JWK key = issuer.keys().getKeyByKeyId(jwt.getHeader().getKeyID());
    if (key == null) {
      throw refused("The key was not found.");
    }
    try {
      // A verifier knows only the algorithms of its key's type, so HS256 ends here too.
      if (!jwt.verify(verifier(key))) {
        throw refused("The provided signature value did not match the expected signature value.");
      }
    } catch (JOSEException e) {
      throw refused("Key was found, but use of the key to verify the signature failed.");
    }
  }

  private static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      default -> throw new IllegalStateException("key type " + key.getKeyType());
    };
  }

  private static Refusal refused(String reason) {
    return new Refusal(
        401,
        "invalid_client",
        "AADSTS50013: Assertion failed signature validation. [Reason - " + reason + "]");
  }
}
