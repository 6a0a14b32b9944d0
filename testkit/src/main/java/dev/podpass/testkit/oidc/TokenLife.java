// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** Whether a token can still be used. */
public final class TokenLife {
  private TokenLife() {}

  /** Whether the expiry is ahead; a token without one has expired. */
  public static boolean isCurrent(JWTClaimsSet claims, Instant now) {
    Instant expiry =
        Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant).orElse(Instant.EPOCH);
    return now.isBefore(expiry);
  }
}
