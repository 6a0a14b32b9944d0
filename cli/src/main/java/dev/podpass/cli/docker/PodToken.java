// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.token.UnverifiedClaims;
import java.nio.file.Path;
import java.util.Set;

/**
 * A token that is projected into this pod.
 *
 * @param file where it was read
 * @param value the token
 * @param claims its claims, unverified
 */
record PodToken(Path file, Secret value, UnverifiedClaims claims) {
  /** Whether it has exactly one audience, which is one of these. */
  boolean isFor(Set<String> audiences) {
    return claims.audiences().size() == 1 && audiences.containsAll(claims.audiences());
  }

  /** The file and the audience, for messages. */
  String described() {
    return file.getFileName() + " is for " + String.join(" and ", claims.audiences());
  }
}
