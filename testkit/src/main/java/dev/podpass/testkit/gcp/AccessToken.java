// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.gcp;

import java.time.Instant;
import java.util.Set;

/**
 * An access token, which is a registry password too, and its scope.
 *
 * @param principal whose it is, as IAM policies name it: {@code principal://…} or {@code
 *     serviceAccount:EMAIL}
 * @param universe the domain of the universe that it was issued in
 */
public record AccessToken(
    String value, String principal, Set<String> scopes, Instant expiry, String universe) {
  public AccessToken {
    scopes = Set.copyOf(scopes);
  }

  boolean isLive(Instant now) {
    return now.isBefore(expiry);
  }
}
