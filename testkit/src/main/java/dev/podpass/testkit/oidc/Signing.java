// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

/** How a token is signed. */
public enum Signing {
  /** With the issuer's RSA key. */
  RS256,
  /** With the issuer's P-256 key. */
  ES256,
  /** As RS256, but by a key that only claims to be the issuer's: same {@code kid}, other key. */
  WRONG_KEY,
  /** Truly signed, by a key whose {@code kid} the issuer does not publish. */
  UNKNOWN_KEY,
  /** Signed as RS256, and then its claims were changed. */
  TAMPERED,
  /** Not signed: {@code "alg":"none"}. */
  NONE,
  /** HS256, the issuer's public RSA key being the secret: the classic confusion of key types. */
  HS256_WITH_PUBLIC_KEY
}
