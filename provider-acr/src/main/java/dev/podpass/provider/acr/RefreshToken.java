// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.json.MalformedJsonException;
import dev.podpass.json.StrictJson;
import dev.podpass.secret.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a registry takes for a password: its own refresh token, a JWT.
 *
 * @param value the token
 * @param expiry when it ends, if it says so
 */
record RefreshToken(Secret value, Optional<Instant> expiry) {
  /** Beyond the year 9999 an instant is a mistake. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** The token in the registry's answer, if there is one in it. */
  static Optional<RefreshToken> in(byte[] answer) {
    try {
      String token = StrictJson.object(answer).path("refresh_token").textValue();
      return token == null ? Optional.empty() : of(token);
    } catch (MalformedJsonException _) {
      return Optional.empty();
    }
  }

  private static Optional<RefreshToken> of(String jwt) throws MalformedJsonException {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode expiry = StrictJson.object(Base64.getUrlDecoder().decode(parts[1])).path("exp");
      return Optional.of(new RefreshToken(Secret.of(jwt), instant(expiry)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(JsonNode seconds) {
    return seconds.isNumber() && seconds.asLong() > 0 && seconds.asLong() <= LAST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds.asLong()))
        : Optional.empty();
  }
}
