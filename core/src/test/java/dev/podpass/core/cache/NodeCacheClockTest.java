// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Clocks that jump, and entries whose times cannot be right. */
class NodeCacheClockTest extends CacheFixture {
  /** Such as one of an earlier version, with the expiry that a cloud gave. */
  @Test
  void anEntryCountsForADayAtMostWhateverItsEnd() {
    Instant far = Instant.parse("9999-12-31T23:59:59Z");
    answer(cache, KEY, () -> granted(far, far));

    clock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(passwordLeft()).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));

    assertThat(cache.list()).isEmpty();
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void doesNotTrustAnEntryFromTheFuture() {
    password(cache);

    clock.advance(Duration.ofHours(-1));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aClockThatLeapsByADayCostsAnExchangeEachWay() {
    password(cache);

    clock.advance(Duration.ofDays(1));
    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-2");
    clock.advance(Duration.ofDays(-1));
    assertThat(password(cache)).isEqualTo("password-3");
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void aClockThatLeapsPastTheExpiryWhileAnotherExchangesProlongsNoWait() throws Exception {
    try (SingleFlightLock other = store().flight(KEY)) {
      assertThat(other.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<Answered> waiter = thread.submit(() -> answer(cache, KEY, deadline, this::granted));
        clock.advance(Duration.ofDays(1));
        clock.advance(Duration.ofDays(-2));
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
    }
  }
}
