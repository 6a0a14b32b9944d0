// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Options;
import dev.podpass.testkit.SettableClock;
import dev.podpass.testkit.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final String HOST = "echo.example.com";

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-25T10:00:00Z"));
  @AutoClose private final FakeClouds clouds = FakeClouds.start(Options.defaults().clock(clock));

  RateLimitTest() {
    clouds.serve(HOST, request -> Answer.of(200, "text/plain", ""));
  }

  @Test
  void whatIsBeyondTheRateGoesWrongUntilTimeHasPassed() throws IOException {
    clouds.limit(Where.host(HOST).path("/limited"), 2, Faults.status(429));

    assertThat(status("/limited")).isEqualTo(200);
    assertThat(status("/limited")).isEqualTo(200);
    assertThat(status("/limited")).isEqualTo(429);
    assertThat(status("/other")).isEqualTo(200);

    clock.advance(Duration.ofMillis(500));

    assertThat(status("/limited")).isEqualTo(200);
    assertThat(status("/limited")).isEqualTo(429);
  }

  @Test
  void aLongPauseIsNoLargerBurst() throws IOException {
    clouds.limit(Where.host(HOST), 0.5, Faults.status(429));
    clock.advance(Duration.ofHours(1));

    assertThat(status("/")).isEqualTo(200);
    assertThat(status("/")).isEqualTo(429);

    clouds.behave();

    assertThat(status("/")).isEqualTo(200);
  }

  @Test
  void aRateIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clouds.limit(Where.anywhere(), 0, Faults.status(429)));
  }

  private int status(String path) throws IOException {
    try (WireClient client = WireClient.to(clouds, HOST)) {
      client.post(HOST, path, "").readHead();
    }
    return clouds.received().answersOf(HOST).getLast().answer().status();
  }
}
