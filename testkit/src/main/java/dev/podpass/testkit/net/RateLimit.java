// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.net;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A token bucket that holds one second's worth of requests, at least one. */
public final class RateLimit {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final double perSecond;
  private final double capacity;
  private final Clock clock;
  private double left;
  private Instant last;

  /** A full one. */
  public RateLimit(double perSecond, Clock clock) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("not a rate: " + perSecond);
    }
    this.perSecond = perSecond;
    this.capacity = Math.max(1, perSecond);
    this.clock = clock;
    this.left = capacity;
    this.last = clock.instant();
  }

  /** Whether one request more is one too many; one that is not is counted. */
  synchronized boolean exceeded() {
    Instant now = clock.instant();
    double refill = Duration.between(last, now).toNanos() / NANOS * perSecond;
    left = Math.min(capacity, left + Math.max(0, refill));
    last = now;
    if (left < 1) {
      return true;
    }
    left--;
    return false;
  }
}
