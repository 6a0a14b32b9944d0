// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Set;

/** A service account token, as the pod or kubectl has it, with a name for messages. */
record PodToken(String name, Secret value, UnverifiedClaims claims) {
  static PodToken of(String name, Secret value) {
    return new PodToken(name, value, ServiceAccountToken.parse(value).claims());
  }

  /** Whether it has exactly one audience, which is one of these. */
  boolean isFor(Set<String> audiences) {
    return claims.audiences().size() == 1 && audiences.containsAll(claims.audiences());
  }

  String described() {
    return name + " is for " + String.join(" and ", claims.audiences());
  }
}
