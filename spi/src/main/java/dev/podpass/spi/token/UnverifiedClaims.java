// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.token;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token's claims (RFC 7519), unverified: usable for choosing, naming and rejecting, never for
 * granting.
 *
 * @param issuer {@code iss}, the URL of the cluster's issuer
 * @param subject {@code sub}, {@code system:serviceaccount:<namespace>:<name>}
 * @param audiences {@code aud}, whether it was a string or a list
 * @param validity {@code exp}, {@code nbf} and {@code iat}
 * @param id {@code jti}
 * @param workload the service account, pod and node
 * @since 0.1
 */
public record UnverifiedClaims(
    String issuer,
    String subject,
    List<String> audiences,
    Validity validity,
    Optional<String> id,
    ServiceAccountSubject workload) {

  /** Copies the audiences. */
  public UnverifiedClaims {
    audiences = List.copyOf(audiences);
  }

  /**
   * The period in which a token is valid.
   *
   * @param expiry {@code exp}: from this instant on it must not be accepted
   * @param notBefore {@code nbf}: before this instant it must not be accepted
   * @param issuedAt {@code iat}
   */
  public record Validity(Instant expiry, Optional<Instant> notBefore, Optional<Instant> issuedAt) {}
}
