// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.secret.Secret;

/** A refresh token of a registry, a JWT, which is used as the password. */
final class RefreshToken {
  /** The user name that Azure's documentation gives for registries' own tokens. */
  private static final String USERNAME = "00000000-0000-0000-0000-000000000000";

  private RefreshToken() {}

  /**
   * The credential in the registry's answer.
   *
   * @throws MalformedAnswerException if it contains no token
   */
  static RegistryCredential in(CloudAnswer answer) {
    Secret token = answer.secret("refresh_token");
    return RegistryCredential.of(USERNAME, token)
        .expiringAt(CloudAnswer.expiryOfJwt("refresh_token", token));
  }
}
