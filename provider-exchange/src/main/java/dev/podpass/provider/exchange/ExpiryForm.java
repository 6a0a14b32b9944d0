// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How an answer states the expiry of its password. */
enum ExpiryForm {
  /** The lifetime in seconds. */
  SECONDS,
  /** Seconds since 1970. */
  UNIX,
  /** A date (RFC 3339), or the claim {@code exp} of the password if that is earlier. */
  DATE,
  /** The claim {@code exp} of the password. */
  JWT;

  /** The expiry; empty if it is unknown, as after a lifetime of zero. */
  Optional<Instant> read(AnswerPointer field, CloudAnswer answer, Secret password, Instant now) {
    Optional<CloudAnswer> object = field.parent(answer);
    Optional<CloudAnswer> stating = object.filter(parent -> parent.has(field.name()));
    return switch (this) {
      case SECONDS -> stating.flatMap(parent -> parent.endOfLife(field.name(), now));
      case UNIX -> object.flatMap(parent -> parent.instant(field.name()));
      // Chainguard's documentation promises the date, and its password is a JWT.
      case DATE -> earlier(stating.map(parent -> parent.date(field.name())), claim(password));
      case JWT -> claim(password);
    };
  }

  /** The earlier of what is known. */
  static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.of(one, other).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** Of a token that is no JWT, nothing is known. */
  private static Optional<Instant> claim(Secret token) {
    try {
      return CloudAnswer.expiryOfJwt("password", token);
    } catch (MalformedAnswerException _) {
      return Optional.empty();
    }
  }

  /** As the option writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
