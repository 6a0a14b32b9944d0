// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

  @Test
  void neverMovesAndNeverIsNegative() {
    Deadline deadline = new Deadline(nanos::get, Duration.ofSeconds(45), Duration.ZERO);

    pass(Duration.ofSeconds(44));
    assertThat(deadline.remaining()).hasSeconds(1);
    assertThat(deadline.expired()).isFalse();

    pass(Duration.ofSeconds(2));
    assertThat(deadline.remaining()).isZero();
    assertThat(deadline.expired()).isTrue();
    assertThat(deadline.total()).hasSeconds(45);
  }

  @Test
  void boundsEachStep() {
    Deadline deadline = new Deadline(nanos::get, Duration.ofSeconds(10), Duration.ZERO);

    assertThat(deadline.atMost(Duration.ofSeconds(3))).hasSeconds(3);
    assertThat(deadline.atMost(Duration.ofSeconds(30))).hasSeconds(10);
    pass(Duration.ofSeconds(11));
    assertThat(deadline.atMost(Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void countsFromTheStartOfTheProcess() {
    assertThat(Deadline.of(Duration.ofSeconds(45), Duration.ofSeconds(44)).remaining())
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(Deadline.of(Duration.ofSeconds(45), Duration.ofSeconds(50)).expired()).isTrue();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
