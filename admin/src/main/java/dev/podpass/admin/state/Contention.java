// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often kubelet's file was brought back to a text that another program took out of it, or that
 * another podpass replaced. Each time the next one waits longer: ten minutes, twenty, up to six
 * hours. A day without one begins anew.
 *
 * @param times how often
 * @param last when the last time
 * @param replaced when entries of podpass's were replaced by others, by their digests
 */
public record Contention(int times, Instant last, Map<String, Instant> replaced) {
  /** Nobody else has written it. */
  public static final Contention NONE = new Contention(0, Instant.EPOCH, Map.of());

  private static final Duration MEMORY = Duration.ofDays(1);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final int DOUBLINGS = 6;

  public Contention {
    replaced = Map.copyOf(replaced);
  }

  /** When a repair after another program may be made, if that is not now: the first at once. */
  public Optional<Instant> repairAt(Instant now) {
    return recent(last, now) && times > 0 ? later(last, times - 1, now) : Optional.empty();
  }

  /**
   * When entries may be written again that others have replaced within a day, if that is not now.
   *
   * @param written when the others were
   */
  public Optional<Instant> returnAt(String values, Instant written, Instant now) {
    return wasReplaced(values, now) && recent(written, now)
        ? later(written, recent(last, now) ? times : 0, now)
        : Optional.empty();
  }

  private boolean wasReplaced(String values, Instant now) {
    return recent(replaced.getOrDefault(values, Instant.EPOCH), now);
  }

  private static Optional<Instant> later(Instant from, int doublings, Instant now) {
    Duration wait = FIRST.multipliedBy(1L << Math.min(doublings, DOUBLINGS));
    return Optional.of(from.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST))
        .filter(now::isBefore);
  }

  /** A time of the future is a clock's that was wrong. */
  private static boolean recent(Instant time, Instant now) {
    return !time.isAfter(now) && time.isAfter(now.minus(MEMORY));
  }

  /** After a repair. */
  public Contention repaired(Instant now) {
    return new Contention(recent(last, now) ? times + 1 : 1, now, replaced);
  }

  /** After entries took the place of others. */
  public Contention replacing(String former, String values, Instant now) {
    Map<String, Instant> kept = new HashMap<>(replaced);
    kept.values().removeIf(time -> !recent(time, now));
    kept.remove(values);
    kept.put(former, now);
    Contention counted = wasReplaced(values, now) ? repaired(now) : this;
    return new Contention(counted.times(), counted.last(), kept);
  }
}
