// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The delay before a retry: exponential with jitter, or {@code Retry-After}. */
record Backoff(Clock clock, RandomGenerator random) {
  private static final Duration FIRST = Duration.ofMillis(250);

  /**
   * Between half and all of a time that doubles, so that retries of 5,000 nodes are spread; after
   * the wait that is requested, if one is.
   */
  Duration after(int attempt, Optional<Duration> requested) {
    long longest = FIRST.toMillis() << (attempt - 1);
    Duration own = Duration.ofMillis(random.nextLong(longest / 2, longest + 1));
    return requested.map(own::plus).orElse(own);
  }

  /** The wait of a {@code Retry-After} (RFC 9110, 10.2.3), in seconds or as a date. */
  Optional<Duration> requested(Optional<String> retryAfter) {
    return retryAfter.flatMap(this::read);
  }

  private Optional<Duration> read(String retryAfter) {
    try {
      if (retryAfter.matches("[0-9]{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
      }
      ZonedDateTime date = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date.toInstant());
      return wait.isNegative() ? Optional.empty() : Optional.of(wait);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
