// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import dev.podpass.spi.secret.Secret;

/**
 * A service account token that a {@link TokenPolicy} has validated: for the audience it will be
 * sent to, and within its validity. Only a policy creates one, so no other token can be sent.
 *
 * @since 0.1
 */
public final class ValidatedToken {
  private final ServiceAccountToken token;
  private final boolean signatureVerified;

  ValidatedToken(ServiceAccountToken token, boolean signatureVerified) {
    this.token = token;
    this.signatureVerified = signatureVerified;
  }

  /** The token to send. */
  public Secret value() {
    return token.value();
  }

  /** Its claims; verified only if {@link #signatureVerified()}. */
  public UnverifiedClaims claims() {
    return token.claims();
  }

  /** Whether its signature was verified with the operator's keys. */
  public boolean signatureVerified() {
    return signatureVerified;
  }

  @Override
  public String toString() {
    return "ValidatedToken[" + claims().subject() + "]";
  }
}
