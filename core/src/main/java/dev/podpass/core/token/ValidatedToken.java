// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;

/**
 * A service account token that a {@link TokenPolicy} has validated: for the audience it will be
 * sent to, and within its validity. Only a policy creates one, so no other token can be sent.
 *
 * @since 0.1
 */
public final class ValidatedToken {
  private final ServiceAccountToken token;
  private final Verification verification;

  /** How much of a token was verified. */
  public enum Verification {
    /** Only the claims, which a forged token can also have. */
    CLAIMS_ONLY,
    /** Also the signature, with the operator's keys. */
    SIGNATURE
  }

  ValidatedToken(ServiceAccountToken token, Verification verification) {
    this.token = token;
    this.verification = verification;
  }

  /** {@return the token to send} */
  public Secret value() {
    return token.value();
  }

  /** {@return its claims; true only with {@link Verification#SIGNATURE}} */
  public UnverifiedClaims claims() {
    return token.claims();
  }

  /** {@return how much of it was verified} */
  public Verification verification() {
    return verification;
  }

  @Override
  public String toString() {
    return "ValidatedToken[" + claims().subject() + "]";
  }
}
