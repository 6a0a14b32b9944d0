// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The authorization token that ECR returns: {@code base64(user:password)}. */
final class AuthorizationToken {
  private AuthorizationToken() {}

  /** The credential that it contains, which ends when the session does, if not before. */
  static RegistryCredential credential(
      @Nullable String base64, @Nullable Instant end, Instant session) {
    String pair = decoded(Objects.requireNonNullElse(base64, ""));
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw new MalformedAnswerException("its authorizationToken has no user name");
    }
    return RegistryCredential.of(
            CloudAnswer.secret("user name", pair.substring(0, colon)).reveal(),
            CloudAnswer.secret("password", pair.substring(colon + 1)))
        .expiringAt(Optional.ofNullable(end).map(its -> its.isBefore(session) ? its : session));
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException _) {
      throw new MalformedAnswerException("its authorizationToken is not base64");
    }
  }
}
