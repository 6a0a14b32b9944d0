// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import java.time.Duration;
import java.util.Optional;

/**
 * The rules of single flight, as pure functions. Of concurrent pulls with the same key one
 * <em>leads</em>: it holds the lock and runs the exchange. The others wait for it, but never so
 * long that they would be worse off than without a cache.
 */
final class SingleFlightRules {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private SingleFlightRules() {}

  /** The next step of a pull. */
  enum Step {
    /** Use the cached answer or failure. */
    USE,
    /** Run the exchange: as the leader, or without coordination. */
    EXCHANGE,
    /** Try to take the lock, and look again. */
    WAIT
  }

  /**
   * The state that a pull sees.
   *
   * @param shared the valid entry of the cache, if any
   * @param leads whether this pull holds the lock
   * @param leaderGaveUp whether a leader has finished without a result since this pull started to
   *     wait
   * @param waited the time waited so far
   * @param patience the maximum time to wait
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

  /** Half of the remaining time, so that the other half is enough for an exchange; at most 10 s. */
  static Duration patience(Duration left) {
    Duration half = left.dividedBy(2);
    return half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT;
  }

  /** The entry that an exchange leaves for others. */
  enum Trace {
    /** Its outcome. */
    RESULT,
    /** A marker that ends the waiting of others without a result. */
    GAVE_UP,
    NOTHING
  }

  /**
   * The entry to leave after an exchange.
   *
   * @param leads whether others may wait for it
   * @param result the outcome that may be shared, if any
   * @param shared the entry that is now in the cache
   */
  static Trace after(
      boolean leads, Optional<CachedOutcome> result, Optional<CachedOutcome> shared) {
    boolean answered = result.filter(Answered.class::isInstance).isPresent();
    if (!answered && shared.isPresent()) {
      return Trace.NOTHING; // A failure never replaces an answer.
    }
    if (result.isPresent()) {
      return Trace.RESULT;
    }
    return leads ? Trace.GAVE_UP : Trace.NOTHING;
  }
}
