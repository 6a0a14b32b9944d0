// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorization token that ECR returns.
 *
 * @param login the login that it contains, if it can be decoded
 * @param expiresAt its expiry, if ECR reports one
 */
record AuthorizationToken(Optional<Login> login, Optional<Instant> expiresAt) {
  static final AuthorizationToken NONE = new AuthorizationToken(Optional.empty(), Optional.empty());

  /**
   * A user name and a password for the registry.
   *
   * @param user {@code AWS}
   * @param password its password
   */
  record Login(String user, Secret password) {}

  /** Decodes {@code base64(user:password)}. */
  static AuthorizationToken of(@Nullable String base64, @Nullable Instant expiresAt) {
    return new AuthorizationToken(
        Optional.ofNullable(base64).flatMap(AuthorizationToken::login),
        Optional.ofNullable(expiresAt));
  }

  /** Its expiry, or the session's if that is earlier. */
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
