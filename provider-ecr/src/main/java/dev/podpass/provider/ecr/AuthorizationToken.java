// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.secret.Secret;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.MalformedAnswerException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ECR gives out.
 *
 * @param login what it is good for, if it can be read
 * @param expiresAt when it ends, if ECR says so
 */
record AuthorizationToken(Optional<Login> login, Optional<Instant> expiresAt) {
  static final AuthorizationToken NONE = new AuthorizationToken(Optional.empty(), Optional.empty());

  /**
   * A user name and a password for the registry.
   *
   * @param user {@code AWS}
   * @param password the password
   */
  record Login(String user, Secret password) {}

  /** Takes {@code base64(user:password)} apart. */
  static AuthorizationToken of(@Nullable String base64, @Nullable Instant expiresAt) {
    return new AuthorizationToken(
        Optional.ofNullable(base64).flatMap(AuthorizationToken::login),
        Optional.ofNullable(expiresAt));
  }

  /** Its end, or that of the session which asked for it, if that is earlier. */
  Optional<Instant> expiryWithin(Instant session) {
    return expiresAt.map(end -> end.isBefore(session) ? end : session);
  }

  private static Login login(String pair, int colon) {
    return new Login(
        CloudAnswer.secret("user name", pair.substring(0, colon)).reveal(),
        CloudAnswer.secret("password", pair.substring(colon + 1)));
  }

  private static Optional<Login> login(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(login(pair, colon));
    } catch (IllegalArgumentException | MalformedAnswerException _) {
      return Optional.empty();
    }
  }
}
