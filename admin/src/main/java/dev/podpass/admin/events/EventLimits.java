// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How many Events a node writes: one of each cause in ten minutes, and in all a burst of ten, then
 * one a minute. The minute is prolonged by a random time, so that not all nodes write at once.
 */
public final class EventLimits {
  private static final Duration AGAIN = Duration.ofMinutes(10);
  private static final Duration REFILL = Duration.ofMinutes(1);
  private static final int JITTER_SECONDS = 15;
  private static final int BURST = 10;

  private final RandomGenerator random;

  /** As few as the limit of all allows in that time. */
  private final Map<String, Instant> written = new HashMap<>();

  private int left = BURST;
  private Instant next = Instant.MIN;

  public EventLimits(RandomGenerator random) {
    this.random = random;
  }

  /** Whether an Event of this cause may be written now; it counts. */
  boolean admit(String cause, Instant now) {
    // Also those of a time that the clock was set back from.
    written.values().removeIf(at -> at.isAfter(now) || !at.plus(AGAIN).isAfter(now));
    refill(now);
    if (left == 0 || written.containsKey(cause)) {
      return false;
    }
    left--;
    written.put(cause, now);
    return true;
  }

  /** An Event of this cause was not written: the next one may be. */
  void forget(String cause) {
    written.remove(cause);
  }

  private void refill(Instant now) {
    if (left == BURST || next.isAfter(now.plus(REFILL.multipliedBy(2)))) {
      next = now.plus(pause());
    }
    while (left < BURST && !next.isAfter(now)) {
      left++;
      next = next.plus(pause());
    }
  }

  private Duration pause() {
    return REFILL.plusSeconds(random.nextInt(JITTER_SECONDS));
  }
}
