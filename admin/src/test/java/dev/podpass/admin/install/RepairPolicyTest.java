// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairPolicyTest {
  private static final Instant START = Instant.parse("2026-11-26T10:00:00Z");

  @Test
  void repairsTheFirstTimeAtOnce() {
    assertThat(RepairPolicy.notBefore(List.of(), START)).isEmpty();
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToSixHours() {
    List<Duration> waits = new ArrayList<>();
    List<Instant> repairs = List.of();
    Instant now = START;
    for (int i = 0; i < 8; i++) {
      repairs = RepairPolicy.with(repairs, now);
      Instant next = RepairPolicy.notBefore(repairs, now).orElseThrow();
      waits.add(Duration.between(now, next));
      assertThat(RepairPolicy.notBefore(repairs, next.minusNanos(1))).contains(next);
      assertThat(RepairPolicy.notBefore(repairs, next)).isEmpty();
      now = next;
    }

    assertThat(waits)
        .extracting(Duration::toMinutes)
        .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 360L, 360L);
  }

  @Test
  void forgetsWhatIsADayOld() {
    List<Instant> repairs = List.of(START, START.plusSeconds(600));
    Instant later = START.plus(Duration.ofDays(1));

    assertThat(RepairPolicy.with(repairs, later.minusNanos(1))).hasSize(3);
    assertThat(RepairPolicy.with(repairs, later)).containsExactly(START.plusSeconds(600), later);
    assertThat(RepairPolicy.with(repairs, later.plusSeconds(600)))
        .containsExactly(later.plusSeconds(600));
  }

  /** A clock that was wrong must not keep a node unrepaired for years. */
  @Test
  void ignoresRepairsOfTheFuture() {
    assertThat(RepairPolicy.notBefore(List.of(START.plusSeconds(1)), START)).isEmpty();
    assertThat(RepairPolicy.with(List.of(START.plusSeconds(1)), START)).containsExactly(START);
  }
}
