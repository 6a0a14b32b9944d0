// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.testing;

import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import dev.podpass.spi.token.UnverifiedClaims;
import dev.podpass.spi.token.UnverifiedClaims.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The claims of the token of a pod of service account {@code team-a/puller}. */
public final class PodClaims {
  private PodClaims() {}

  /** For one audience. */
  public static UnverifiedClaims with(String issuer, String audience) {
    return with(issuer, List.of(audience));
  }

  /** For several audiences. */
  public static UnverifiedClaims with(String issuer, List<String> audiences) {
    return new UnverifiedClaims(
        issuer,
        "system:serviceaccount:team-a:puller",
        audiences,
        new Validity(Instant.EPOCH, Optional.empty(), Optional.empty()),
        Optional.empty(),
        new ServiceAccountSubject(
            "team-a",
            new ObjectReference("puller", Optional.empty()),
            Optional.empty(),
            Optional.empty()));
  }
}
