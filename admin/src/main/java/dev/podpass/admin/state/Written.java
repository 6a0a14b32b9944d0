// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The entries that were written last, and how often they were written against others: another
 * program that took them out, or another podpass that replaced them. Each time the next write waits
 * longer: ten minutes, twenty, up to six hours. A day without a write begins anew.
 *
 * @param values digest of the entries; empty without any
 * @param times how often entries were written against others
 * @param replaced when entries of podpass's were replaced by others, by their digests
 */
public record Written(String values, Instant at, int times, Map<String, Instant> replaced) {
  /** Nothing was written. */
  public static final Written NONE = new Written("", Instant.EPOCH, 0, Map.of());

  private static final Duration MEMORY = Duration.ofDays(1);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final int DOUBLINGS = 6;

  public Written {
    replaced = Map.copyOf(replaced);
  }

  /** The same for other entries, with no more writes against others. */
  public Written with(String other, Instant now) {
    return new Written(other, now, times, replaced);
  }

  /** When entries may be written, if that is not now; the first time that they vanish, at once. */
  public Optional<Instant> waitsUntil(String wanted, Instant now) {
    boolean same = values.equals(wanted);
    int doublings = same ? times - 1 : times;
    if (doublings < 0 || !recent(at, now) || !(same || wasReplaced(wanted, now))) {
      return Optional.empty();
    }
    Duration wait = FIRST.multipliedBy(1L << Math.min(doublings, DOUBLINGS));
    return Optional.of(at.plus(wait.compareTo(LONGEST) < 0 ? wait : LONGEST)).filter(now::isBefore);
  }

  /** After entries take the place of these, or are written again. */
  public Written then(String next, Instant now) {
    boolean same = values.equals(next);
    int recently = recent(at, now) ? times : 0;
    Map<String, Instant> kept = new HashMap<>(replaced);
    kept.values().removeIf(time -> !recent(time, now));
    kept.remove(next);
    if (!same) {
      kept.put(values, now);
    }
    boolean against = same || wasReplaced(next, now);
    return new Written(next, now, against ? recently + 1 : recently, kept);
  }

  private boolean wasReplaced(String entries, Instant now) {
    return recent(replaced.getOrDefault(entries, Instant.EPOCH), now);
  }

  /** A time of the future is a clock's that was wrong. */
  private static boolean recent(Instant time, Instant now) {
    return !time.isAfter(now) && time.isAfter(now.minus(MEMORY));
  }
}
