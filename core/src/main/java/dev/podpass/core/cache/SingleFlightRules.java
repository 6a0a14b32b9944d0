// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules of single flight, as pure functions. Of concurrent pulls with the same key one
 * <em>leads</em>: it holds the lock and runs the exchange. The others wait for it. If it takes too
 * long, one of them leads as its successor, and the others wait on at least until they have no more
 * time left than the leader has needed so far. A pull that runs an exchange takes the answer of
 * another pull if that is there first, so no pull is worse off than without a cache.
 */
final class SingleFlightRules {
  /** Longer than an exchange of two requests to a slow cloud. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** The answer at hand is good. */
  private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(10);

  /** No pull has a longer deadline: a longer wait is from before the clock was set back. */
  private static final Duration LONGEST_THROTTLE = Duration.ofMinutes(1);

  /** For the request of the leader after the wait, and its answer. */
  private static final Duration SETTLING = Duration.ofSeconds(2);

  /** Of the attempts to renew an answer while the cloud is out. */
  private static final Duration RENEWAL_PAUSE = Duration.ofMinutes(1);

  /** Long enough for a burst of pods, short enough for an operator who fixes the trust policy. */
  private static final Duration FAILURE_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private SingleFlightRules() {}

  enum Step {
    /** Use the cached answer or failure. */
    USE,
    /** Run the exchange: as the leader, or without coordination. */
    EXCHANGE,
    /** Run the exchange for a limited time, and use the cached answer if the cloud is out. */
    RENEW,
    /** Try to take the lock, and look again. */
    WAIT,
    /** Try to take the lock, or that of the leader's successor, and look again. */
    SUCCEED,
    /** Fail without a request: the cloud would throttle it. */
    FAIL
  }

  /** How fresh the cache entry is that a pull finds. */
  enum Freshness {
    NONE,
    /** An answer or a failure to use as it is. */
    CURRENT,
    /** An answer in the last third of its life. */
    DUE
  }

  /** The wait that the cloud has requested from a pull with the same key. */
  enum Throttle {
    /** There is none, or it was over some time ago. */
    NONE,
    /** A request is of no use before it ends. */
    WAITING,
    /** The wait is just over, and the pull that waited repeats its request. */
    SETTLING,
    /** The wait ends after the deadline of this pull. */
    PAST_DEADLINE
  }

  /**
   * The state that a pull sees. {@code leads} is whether it holds a lock, {@code leaderGaveUp}
   * whether a leader has finished without a result since it began to wait.
   */
  record State(
      Freshness freshness,
      Throttle throttle,
      boolean leads,
      boolean leaderGaveUp,
      Duration waited,
      Patience patience) {}

  /**
   * How long a pull waits until one pull leads as the leader's successor, and until it exchanges
   * whoever else does.
   */
  record Patience(Duration forLeader, Duration forSuccessor) {}

  static Step next(State state) {
    return switch (state.freshness()) {
      case CURRENT -> Step.USE;
      // No pull waits for a renewal: what is left is good.
      case DUE -> state.leads() ? Step.RENEW : Step.USE;
      case NONE -> withoutEntry(state);
    };
  }

  private static Step withoutEntry(State state) {
    boolean alone = state.leaderGaveUp() || hasWaited(state, state.patience().forSuccessor());
    return switch (state.throttle()) {
      case PAST_DEADLINE -> Step.FAIL;
      case WAITING -> Step.WAIT;
      case SETTLING -> state.leads() ? Step.EXCHANGE : Step.WAIT;
      case NONE -> {
        if (state.leads() || alone) {
          yield Step.EXCHANGE;
        }
        yield hasWaited(state, state.patience().forLeader()) ? Step.SUCCEED : Step.WAIT;
      }
    };
  }

  private static boolean hasWaited(State state, Duration patience) {
    return state.waited().compareTo(patience) >= 0;
  }

  /** Whether an entry is to be renewed, unless a renewal that failed has postponed that. */
  static Freshness freshness(Optional<CacheEntry> entry, Optional<Instant> pausedTo, Instant now) {
    if (entry.isEmpty()) {
      return Freshness.NONE;
    }
    return switch (entry.get().outcome()) {
      case Failed _ -> Freshness.CURRENT;
      case Answered _ -> {
        Duration pause = pausedTo.map(to -> Duration.between(now, to)).orElse(Duration.ZERO);
        // A longer one is from before the clock was set back.
        boolean paused = pause.isPositive() && pause.compareTo(LONGEST_PAUSE) <= 0;
        yield paused || now.isBefore(entry.get().renewal()) ? Freshness.CURRENT : Freshness.DUE;
      }
    };
  }

  /**
   * The pause after a renewal that failed: at least a minute, and as long as the cloud asks, up to
   * five.
   */
  static Duration renewalPause(Optional<Duration> retryAfter) {
    return pause(retryAfter, RENEWAL_PAUSE);
  }

  /** How long a failure is shared: at least 5 s, and as long as the cloud asks, up to 5 minutes. */
  static Duration failurePause(Optional<Duration> retryAfter) {
    return pause(retryAfter, FAILURE_PAUSE);
  }

  private static Duration pause(Optional<Duration> retryAfter, Duration least) {
    Duration asked = retryAfter.orElse(least);
    return shorter(asked.compareTo(least) > 0 ? asked : least, LONGEST_PAUSE);
  }

  /**
   * Until when kubelet may keep an answer: until it is renewed, and for a minute after that, so
   * that it soon has the renewed one.
   */
  static Instant untilRenewal(CacheEntry entry, Instant now) {
    Instant soon = now.isBefore(entry.renewal()) ? entry.renewal() : now.plus(RENEWAL_PAUSE);
    return soon.isBefore(entry.end()) ? soon : entry.end();
  }

  /**
   * A third of the remaining time for the leader, at most 15 s, by jitter up to a fifth less; and
   * half of it for its successor, by jitter up to a third of it more: when the leader has needed as
   * long as this pull has left, an exchange of its own helps only if both are stuck, and a slow
   * cloud should not get one of each pull.
   */
  static Patience patience(Duration left, double jitter) {
    Duration forLeader = shorter(left.dividedBy(3), LONGEST_WAIT);
    return new Patience(
        forLeader.minus(part(forLeader.dividedBy(5), jitter)),
        left.dividedBy(2).plus(part(left.dividedBy(3), jitter)));
  }

  /** The time for the renewal of an answer: half of the remaining time, at most 10 s. */
  static Duration renewalPatience(Duration left) {
    return shorter(left.dividedBy(2), LONGEST_RENEWAL);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration part(Duration whole, double part) {
    return Duration.ofNanos((long) (whole.toNanos() * part));
  }

  /** The state of a requested wait. */
  static Throttle throttle(Optional<Instant> until, Instant now, Duration left, double jitter) {
    if (until.isEmpty() || left.isZero()) {
      return Throttle.NONE;
    }
    Duration wait = Duration.between(now, until.get());
    if (wait.compareTo(LONGEST_THROTTLE) > 0) {
      return Throttle.NONE;
    }
    if (wait.isPositive()) {
      return wait.compareTo(left) < 0 ? Throttle.WAITING : Throttle.PAST_DEADLINE;
    }
    return wait.plus(SETTLING).plus(part(SETTLING, jitter)).isPositive()
        ? Throttle.SETTLING
        : Throttle.NONE;
  }

  /** What an exchange publishes to other pulls. */
  enum Publication {
    /** Its outcome. */
    RESULT,
    /** A marker that ends the waiting of others without a result. */
    GAVE_UP,
    NOTHING
  }

  /** What to publish after an exchange; {@code shared} is the one that is now in the cache. */
  static Publication after(
      boolean leads, Optional<CachedOutcome> result, Optional<CachedOutcome> shared) {
    boolean answered = result.filter(Answered.class::isInstance).isPresent();
    if (!answered && shared.isPresent()) {
      return Publication.NOTHING; // A failure never replaces an answer.
    }
    if (result.isPresent()) {
      return Publication.RESULT;
    }
    return leads ? Publication.GAVE_UP : Publication.NOTHING;
  }
}
