// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.secret.Secret;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.MalformedAnswerException;
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
  /** What Azure's documentation has for its registries' own tokens. */
  private static final String USERNAME = "00000000-0000-0000-0000-000000000000";

  /**
   * The token in the registry's answer.
   *
   * @throws MalformedAnswerException if there is none in it
   */
  static RefreshToken in(byte[] answer) {
    Secret token = CloudAnswer.of(answer).secret("refresh_token");
    String[] parts = token.reveal().split("\\.", -1);
    if (parts.length != 3) {
      throw new MalformedAnswerException("its refresh_token is not a JWT");
    }
    return new RefreshToken(
        token, CloudAnswer.of(decoded(parts[1])).instant("exp").filter(Instant.EPOCH::isBefore));
  }

  /** The token as the password of its registry. */
  RegistryCredential credential() {
    return RegistryCredential.of(USERNAME, value).expiringAt(expiry);
  }

  private static byte[] decoded(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException _) {
      throw new MalformedAnswerException("its refresh_token is not a JWT");
    }
  }
}
