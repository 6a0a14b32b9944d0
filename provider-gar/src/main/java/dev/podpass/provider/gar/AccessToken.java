// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.secret.Secret;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import java.time.Instant;
import java.util.Optional;

/**
 * An OAuth access token of Google's.
 *
 * @param value the token
 * @param expiry when it ends, if Google says so
 */
record AccessToken(Secret value, Optional<Instant> expiry) {
  /** What Artifact Registry's documentation has for access tokens. */
  private static final String USERNAME = "oauth2accesstoken";

  /** The same token with no more life than another that it was made with. */
  AccessToken within(Optional<Instant> other) {
    if (expiry.isEmpty() || other.isEmpty()) {
      return new AccessToken(value, Optional.empty());
    }
    return other.get().isBefore(expiry.get()) ? new AccessToken(value, other) : this;
  }

  /** The token as the password of a registry. */
  RegistryCredential credential() {
    return RegistryCredential.of(USERNAME, value).expiringAt(expiry);
  }
}
