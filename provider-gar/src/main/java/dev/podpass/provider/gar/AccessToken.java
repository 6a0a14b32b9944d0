// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.gar;

import dev.podpass.spi.Credential;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Optional;

/** A Google OAuth access token, with its expiry if Google reports one. */
record AccessToken(Secret value, Optional<Instant> expiry) {
  /** The user name that Artifact Registry's documentation gives for access tokens. */
  private static final String USERNAME = "oauth2accesstoken";

  /** The same token, with an expiry no later than that of the token it was obtained with. */
  AccessToken within(Optional<Instant> other) {
    if (expiry.isEmpty() || other.isEmpty()) {
      return new AccessToken(value, Optional.empty());
    }
    return other.get().isBefore(expiry.get()) ? new AccessToken(value, other) : this;
  }

  /** The token as a registry password. */
  Credential credential() {
    return Credential.of(USERNAME, value).expiringAt(expiry);
  }
}
