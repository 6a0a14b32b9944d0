// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How often a file is repaired that another program keeps changing: the first time at once, then
 * after ten minutes, twenty, and so on up to six hours. A day without a repair begins anew.
 */
final class RepairPolicy {
  private static final Duration MEMORY = Duration.ofDays(1);
  private static final Duration FIRST_WAIT = Duration.ofMinutes(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);
  private static final int DOUBLINGS = 6;

  private RepairPolicy() {}

  /** When the next repair may be made, if that is not now. */
  static Optional<Instant> notBefore(List<Instant> repairs, Instant now) {
    List<Instant> recent = recent(repairs, now);
    if (recent.isEmpty()) {
      return Optional.empty();
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(recent.size() - 1, DOUBLINGS));
    Instant next = recent.getLast().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
    return Optional.of(next).filter(now::isBefore);
  }

  /** Returns the times to remember after one more repair. */
  static List<Instant> with(List<Instant> repairs, Instant now) {
    return Stream.concat(recent(repairs, now).stream(), Stream.of(now)).toList();
  }

  private static List<Instant> recent(List<Instant> repairs, Instant now) {
    return repairs.stream()
        .filter(time -> !time.isAfter(now) && time.isAfter(now.minus(MEMORY)))
        .toList();
  }
}
