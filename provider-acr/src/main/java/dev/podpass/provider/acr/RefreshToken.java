// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A refresh token of a registry, a JWT, which is used as the password.
 *
 * @param value the token
 * @param expiry its expiry, if it has one
 */
record RefreshToken(Secret value, Optional<Instant> expiry) {
  /** The user name that Azure's documentation gives for registries' own tokens. */
  private static final String USERNAME = "00000000-0000-0000-0000-000000000000";

  /**
   * Parses the registry's answer.
   *
   * @throws MalformedAnswerException if it contains no token
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

  /** The token as a registry password. */
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
