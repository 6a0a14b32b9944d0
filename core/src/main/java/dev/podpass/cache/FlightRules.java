// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import java.time.Duration;
import java.util.Optional;

/**
 * The rules of single flight, as pure functions. Of those who want the same, one <em>leads</em>: it
 * has the lock and makes the exchange. The others wait for it, but never so long, nor for such a
 * reason, that they would be better off without a cache.
 */
final class FlightRules {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private FlightRules() {}

  /** What a pull does next. */
  enum Step {
    /** Answer with what is shared, be it a credential or a failure. */
    USE,
    /** Make the exchange: as the leader, or alone. */
    EXCHANGE,
    /** Try to take the lock, and look again. */
    WAIT
  }

  /**
   * What a pull knows.
   *
   * @param shared what is found in the cache, and holds
   * @param leads whether it has the lock
   * @param leaderGaveUp whether since it waits a leader ended with nothing to share
   * @param waited how long it has waited
   * @param patience how long it will
   */
  record View(
      boolean shared, boolean leads, boolean leaderGaveUp, Duration waited, Duration patience) {}

  static Step next(View view) {
    if (view.shared()) {
      return Step.USE;
    }
    boolean alone = view.leaderGaveUp() || view.waited().compareTo(view.patience()) >= 0;
    return view.leads() || alone ? Step.EXCHANGE : Step.WAIT;
  }

  /** Half of what is left, so that the other half is enough for an exchange; at most 10 s. */
  static Duration patience(Duration left) {
    Duration half = left.dividedBy(2);
    return half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT;
  }

  /** What the end of an exchange leaves for others. */
  enum Trace {
    /** What came of it. */
    RESULT,
    /** A sign to those who wait that they wait in vain. */
    GAVE_UP,
    NOTHING
  }

  /**
   * What to leave after an exchange.
   *
   * @param leads whether others may be waiting for it
   * @param result what came of it that others may be told
   * @param shared what is found in the cache by now
   */
  static Trace after(
      boolean leads, Optional<CachedOutcome> result, Optional<CachedOutcome> shared) {
    boolean answered = result.filter(Answered.class::isInstance).isPresent();
    if (!answered && shared.isPresent()) {
      return Trace.NOTHING; // A failure takes away nothing, least of all another one's answer.
    }
    if (result.isPresent()) {
      return Trace.RESULT;
    }
    return leads ? Trace.GAVE_UP : Trace.NOTHING;
  }
}
