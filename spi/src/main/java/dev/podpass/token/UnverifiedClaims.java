// SPDX-License-Identifier: Apache-2.0
package dev.podpass.token;

import java.util.List;
import java.util.Optional;

/**
 * What a token says of itself (RFC 7519). Nobody has checked it: good for choosing, naming and
 * refusing, never for granting.
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

  /** Keeps its own copy of the audiences. */
  public UnverifiedClaims {
    audiences = List.copyOf(audiences);
  }
}
