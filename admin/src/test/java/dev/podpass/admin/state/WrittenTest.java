// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenTest {
  private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
  private static final Written A = Written.NONE.with("a", START);

  @Test
  void isRepairedTheFirstTimeAtOnceAndThenAfterTwiceAsLongUpToSixHours() {
    List<Duration> waits = new ArrayList<>();
    Written written = A;
    Instant now = START;
    assertThat(written.waitsUntil("a", now)).isEmpty();
    for (int i = 0; i < 8; i++) {
      written = written.then("a", now);
      Instant next = written.waitsUntil("a", now).orElseThrow();
      waits.add(Duration.between(now, next));
      assertThat(written.waitsUntil("a", next)).isEmpty();
      now = next;
    }

    assertThat(waits)
        .extracting(Duration::toMinutes)
        .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 360L, 360L);
    assertThat(written.then("a", now.plus(Duration.ofDays(1))).times()).isOne();
  }

  /** A clock that was wrong must not keep a node unrepaired for years. */
  @Test
  void ignoresTimesOfTheFuture() {
    Instant before = START.minusSeconds(1);

    assertThat(A.then("a", START).then("a", START).waitsUntil("a", before)).isEmpty();
    assertThat(A.then("b", START).waitsUntil("a", before)).isEmpty();
  }

  @Test
  void waitsLongerEachTimeThatEntriesReturnWhichOthersHaveReplaced() {
    Written replaced = A.then("b", START);
    assertThat(replaced.waitsUntil("c", START)).isEmpty();
    assertThat(replaced.waitsUntil("b", START)).isEmpty();
    assertThat(replaced.waitsUntil("a", START)).contains(START.plusSeconds(600));

    Instant later = START.plusSeconds(600);
    Written again = replaced.then("a", later);
    assertThat(again.waitsUntil("b", later)).contains(later.plusSeconds(1200));
    assertThat(again.waitsUntil("b", later.plus(Duration.ofDays(1)))).isEmpty();
  }
}
