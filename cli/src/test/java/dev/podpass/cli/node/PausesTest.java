// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.node.NodeReconcileCommand.Pauses;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final int GOOD = 0;

  private static LongStream after(Pauses pauses, int status, int passes) {
    return LongStream.generate(() -> pauses.after(status).toSeconds()).limit(passes);
  }

  @Test
  void areTheIntervalAfterAGoodPass() {
    assertThat(after(new Pauses(Duration.ofMinutes(5), false), GOOD, 3)).containsOnly(300L);
  }

  @Test
  void growToAMinuteWhereAStartupTaintMayBePutBack() {
    Pauses pauses = new Pauses(Duration.ofMinutes(5), true);

    assertThat(after(pauses, GOOD, 4)).containsExactly(15L, 30L, 60L, 60L);
    assertThat(after(pauses, Kind.DENIED.exitCode(), 2)).containsExactly(15L, 30L);
    assertThat(after(pauses, GOOD, 1)).containsExactly(60L);
  }

  @Test
  void growToTheIntervalWhileSomethingIsAway() {
    Pauses pauses = new Pauses(Duration.ofMinutes(1), false);

    assertThat(after(pauses, Kind.UNAVAILABLE.exitCode(), 4)).containsExactly(15L, 30L, 60L, 60L);
    assertThat(after(pauses, GOOD, 1)).containsExactly(60L);
    assertThat(after(pauses, Kind.UNAVAILABLE.exitCode(), 1)).containsExactly(15L);
    assertThat(after(pauses, Kind.DENIED.exitCode(), 1)).containsExactly(60L);
  }

  @Test
  void neverEndAReconcilerThatFailsForDays() {
    Pauses pauses = new Pauses(Duration.ofMinutes(5), false);

    assertThat(after(pauses, Kind.UNAVAILABLE.exitCode(), 1000).max()).hasValue(300);
  }
}
