// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** How the expiry of a password is known. */
@FunctionalInterface
interface TokenExpiry {
  /** The expiry; empty if it is unknown. */
  Optional<Instant> of(CloudAnswer answer, Secret password, Instant now);

  /** A lifetime in seconds, such as {@code expires_in} of RFC 8693. */
  static TokenExpiry seconds(AnswerPointer field) {
    return (answer, _, now) ->
        field.parent(answer).flatMap(object -> object.endOfLife(field.name(), now));
  }

  /** Seconds since 1970. */
  static TokenExpiry unix(AnswerPointer field) {
    return (answer, _, _) -> field.parent(answer).flatMap(object -> object.instant(field.name()));
  }

  /** A date (RFC 3339). */
  static TokenExpiry date(AnswerPointer field) {
    Function<CloudAnswer, Instant> read = object -> object.date(field.name());
    return (answer, _, _) ->
        field.parent(answer).filter(object -> object.has(field.name())).map(read);
  }

  /** The claim {@code exp} of a password that is a JWT. */
  static TokenExpiry jwt() {
    return (_, password, _) -> claim(password);
  }

  /** A documented lifetime, from now. */
  static TokenExpiry after(Duration lifetime) {
    return (_, _, now) -> Optional.of(now.plus(lifetime));
  }

  /** The earlier of what is known. */
  default TokenExpiry orEarlier(TokenExpiry other) {
    return (answer, password, now) ->
        Stream.of(of(answer, password, now), other.of(answer, password, now))
            .flatMap(Optional::stream)
            .min(Instant::compareTo);
  }

  /** Of a token that is no JWT, nothing is known. */
  private static Optional<Instant> claim(Secret token) {
    try {
      return CloudAnswer.expiryOfJwt("password", token);
    } catch (MalformedAnswerException _) {
      return Optional.empty();
    }
  }
}
