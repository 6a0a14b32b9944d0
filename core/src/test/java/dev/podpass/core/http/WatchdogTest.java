// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchdogTest {
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final CompletableFuture<String> lastResort = new CompletableFuture<>();

  @Test
  void closesWhatItGuardsAtTheDeadlineAndThenCallsForTheLastResort() throws Exception {
    Watchdog watchdog = watch(Duration.ofMillis(50));
    watchdog.guard(() -> closed.complete("closed"));

    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(lastResort.isDone()).isFalse();
    assertThat(lastResort.get(10, TimeUnit.SECONDS)).isEqualTo("called");
  }

  @Test
  void closesAtOnceWhatComesTooLate() throws Exception {
    CompletableFuture<String> first = new CompletableFuture<>();
    Watchdog watchdog = watch(Duration.ZERO);
    watchdog.guard(() -> first.complete("closed"));
    first.get(10, TimeUnit.SECONDS);

    watchdog.guard(() -> closed.complete("closed"));

    assertThat(closed.isDone()).isTrue();
  }

  @Test
  void doesNothingOnceClosed() throws Exception {
    Watchdog watchdog = watch(Duration.ofMillis(100));
    watchdog.guard(() -> closed.complete("closed"));
    watchdog.close();

    // Another one, started later with a later deadline, has run out when this is over.
    Watchdog later =
        Watchdog.start(
            Deadline.of(Duration.ofMillis(200), Duration.ZERO), () -> lastResort.complete("later"));
    assertThat(later.deadline().total()).hasMillis(200);

    assertThat(lastResort.get(10, TimeUnit.SECONDS)).isEqualTo("later");
    assertThat(closed.isDone()).isFalse();
  }

  private Watchdog watch(Duration total) {
    return Watchdog.start(Deadline.of(total, Duration.ZERO), () -> lastResort.complete("called"));
  }
}
