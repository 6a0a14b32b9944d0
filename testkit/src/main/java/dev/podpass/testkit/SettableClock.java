// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Its zone is always UTC. */
public final class SettableClock extends Clock {
  private final AtomicReference<Instant> now;

  /** A clock that shows this time. */
  public SettableClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** Moves it, back too. */
  public void advance(Duration duration) {
    now.updateAndGet(time -> time.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the fakes know UTC alone");
  }
}
