// SPDX-License-Identifier: Apache-2.0
package dev.podpass.token;

import dev.podpass.secret.Secret;

/**
 * A service account token that a {@link TokenPolicy} has let through: meant for the audience it
 * will be sent to, and within its time. Only a policy makes one, so nothing else can be sent.
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

  /** The token itself, to be sent. */
  public Secret value() {
    return token.value();
  }

  /** Its claims: true if {@link #signatureVerified()}, else only what it says of itself. */
  public UnverifiedClaims claims() {
    return token.claims();
  }

  /** Whether its signature was checked against the operator's keys. */
  public boolean signatureVerified() {
    return signatureVerified;
  }

  @Override
  public String toString() {
    return "ValidatedToken[" + claims().subject() + "]";
  }
}
