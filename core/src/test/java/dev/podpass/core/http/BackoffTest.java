// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);

  private final Backoff backoff = new Backoff(CLOCK, RandomGenerator.of("L64X128MixRandom"));

  @ParameterizedTest
  @CsvSource({"1,125,250", "2,250,500", "3,500,1000"})
  void doublesAndIsSpread(int attempt, long least, long most) {
    List<Long> waits =
        java.util.stream.Stream.generate(() -> backoff.after(attempt, Optional.empty()).toMillis())
            .limit(200)
            .toList();

    assertThat(waits).allMatch(wait -> wait >= least && wait <= most);
    assertThat(waits.stream().distinct().count()).isGreaterThan(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"7|7", "Wed, 25 Nov 2026 10:00:03 GMT|3", "Wed, 25 Nov 2026 09:00:00 GMT|0", "0|0"})
  void waitsAtLeastAsLongAsAsked(String retryAfter, long seconds) {
    assertThat(backoff.after(1, backoff.requested(Optional.of(retryAfter))))
        .isBetween(
            Duration.ofMillis(seconds * 1_000 + 125), Duration.ofMillis(seconds * 1_000 + 250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-1", "1.5", "99999999999999999999", ""})
  void passesOverWhatIsNoRetryAfter(String retryAfter) {
    assertThat(backoff.after(1, backoff.requested(Optional.of(retryAfter))))
        .isLessThanOrEqualTo(Duration.ofMillis(250));
  }

  @Test
  void needsNoRetryAfter() {
    assertThat(backoff.after(2, backoff.requested(Optional.empty())))
        .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
  }
}
