// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentionTest {
  private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

  @Test
  void repairsTheFirstTimeAtOnceAndThenAfterTwiceAsLongUpToSixHours() {
    List<Duration> waits = new ArrayList<>();
    Contention contention = Contention.NONE;
    Instant now = START;
    assertThat(contention.repairAt(now)).isEmpty();
    for (int i = 0; i < 8; i++) {
      contention = contention.repaired(now);
      Instant next = contention.repairAt(now).orElseThrow();
      waits.add(Duration.between(now, next));
      assertThat(contention.repairAt(next)).isEmpty();
      now = next;
    }

    assertThat(waits)
        .extracting(Duration::toMinutes)
        .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 360L, 360L);
    assertThat(contention.repaired(now.plus(Duration.ofDays(1))).times()).isOne();
  }

  /** A clock that was wrong must not keep a node unrepaired for years. */
  @Test
  void ignoresTimesOfTheFuture() {
    Contention contention = Contention.NONE.repaired(START).repaired(START.plusSeconds(1));

    assertThat(contention.repairAt(START)).isEmpty();
    assertThat(
            Contention.NONE.replacing("a", "b", START).returnAt("a", START, START.minusSeconds(1)))
        .isEmpty();
  }

  @Test
  void waitsLongerEachTimeThatEntriesReturnWhichOthersHaveReplaced() {
    Contention replaced = Contention.NONE.replacing("a", "b", START);
    assertThat(replaced.returnAt("c", START, START)).isEmpty();
    assertThat(replaced.returnAt("b", START, START)).isEmpty();
    assertThat(replaced.returnAt("a", START, START)).contains(START.plusSeconds(600));

    Instant later = START.plusSeconds(600);
    Contention again = replaced.replacing("b", "a", later);
    assertThat(again.returnAt("b", later, later)).contains(later.plusSeconds(1200));
    assertThat(again.returnAt("a", later, later)).isEmpty();
    assertThat(again.returnAt("b", later, later.plus(Duration.ofDays(1)))).isEmpty();
  }
}
