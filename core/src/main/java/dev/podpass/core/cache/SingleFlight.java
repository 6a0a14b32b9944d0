// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.core.cache.SingleFlightRules.Throttle;
import dev.podpass.core.cache.SingleFlightRules.Trace;
import dev.podpass.core.cache.SingleFlightRules.View;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.log.Log;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one pull through the cache by {@link SingleFlightRules}.
 *
 * @param key the key to share
 * @param about the description for operators
 * @param exchange run if there is no entry
 */
record SingleFlight(
    Store store, CacheKey key, EntryDescription about, Exchange exchange, Clock clock, Log log) {
  private static final Duration POLL = Duration.ofMillis(10);

  /** Long enough for a burst of pods, short enough for an operator who fixes the trust policy. */
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(5);

  private static final Duration FAILURE_KEPT_AT_MOST = Duration.ofMinutes(5);

  Answered await(Deadline deadline) {
    Optional<CachedOutcome> found = look();
    if (found.isPresent()) {
      return answerFrom(found.get());
    }
    try (SingleFlightLock flight = store.flight(key)) {
      return await(flight, deadline);
    } catch (IOException e) {
      log.debug("cache is not used", field("because", e.getClass().getSimpleName()));
      return exchange.make(this::throttled);
    }
  }

  private Answered await(SingleFlightLock flight, Deadline deadline) throws IOException {
    double jitter = ThreadLocalRandom.current().nextDouble();
    Optional<Instant> gaveUpBefore = store.gaveUp(key);
    Duration left = deadline.remaining();
    Duration patience = SingleFlightRules.patience(left, jitter);
    boolean leads = false;
    while (true) {
      Optional<CachedOutcome> found = look();
      Optional<Instant> gaveUp = store.gaveUp(key);
      // Without the directory nothing can come of the leader.
      boolean leaderGaveUp = gaveUp.isPresent() ? !gaveUp.equals(gaveUpBefore) : !store.exists();
      Duration remaining = deadline.remaining();
      Throttle throttle =
          SingleFlightRules.throttle(store.throttledUntil(key), clock.instant(), remaining, jitter);
      switch (SingleFlightRules.next(
          new View(
              found.isPresent(), throttle, leads, leaderGaveUp, left.minus(remaining), patience))) {
        case USE -> {
          return answerFrom(found.orElseThrow());
        }
        case EXCHANGE -> {
          return make(leads);
        }
        case WAIT -> {
          leads = leads || flight.take();
          if (!leads || throttle == Throttle.WAITING) {
            LockSupport.parkNanos(POLL.toNanos());
          }
        }
        case FAIL -> throw tooLong(deadline);
      }
    }
  }

  /** Notes for other pulls that the cloud requests a wait. */
  private void throttled(Duration wait) {
    try {
      store.throttle(key, clock.instant().plus(wait));
    } catch (IOException e) {
      log.info("wait is not shared", field("because", e.getClass().getSimpleName()));
    }
  }

  private CredentialException tooLong(Deadline deadline) {
    return new CredentialException(
        Kind.TRY_AGAIN,
        ("the exchange for %s as %s is not made: the cloud throttles another pull, and the deadline"
                + " of %d s ends before it may be tried again")
            .formatted(about.registry(), about.identity(), deadline.total().toSeconds()),
        "raise the cloud's quota, or --deadline; kubelet asks again by itself");
  }

  private Optional<CachedOutcome> look() {
    try {
      return store.find(key).map(CacheEntry::outcome);
    } catch (IOException e) {
      log.debug("entry is not read", field("because", e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }

  private Answered answerFrom(CachedOutcome outcome) {
    log.debug("found in the cache", field("key", key), field("until", outcome.until()));
    return switch (outcome) {
      case Answered answered -> answered;
      case Failed failed ->
          throw new CredentialException(
                  failed.failure().kind(),
                  failed.failure().text() + " (a moment ago, for another pull)",
                  failed.failure().hint().orElse("wait a moment"))
              .withScope(FailureScope.WORKLOAD);
    };
  }

  private Answered make(boolean leads) {
    Answered answered;
    try {
      answered = exchange.make(this::throttled);
    } catch (CredentialException e) {
      store(leads, shareable(e));
      throw e;
    }
    store(leads, Optional.of(answered));
    return answered;
  }

  private Optional<CachedOutcome> shareable(CredentialException e) {
    return e.scope() == FailureScope.WORKLOAD
        ? Optional.of(new Failed(e, clock.instant().plus(cooldown())))
        : Optional.empty();
  }

  private Duration cooldown() {
    Duration asked = exchange.retryAfter().orElse(FAILURE_KEPT);
    Duration least = asked.compareTo(FAILURE_KEPT) < 0 ? FAILURE_KEPT : asked;
    return least.compareTo(FAILURE_KEPT_AT_MOST) > 0 ? FAILURE_KEPT_AT_MOST : least;
  }

  private boolean covered(CachedOutcome outcome) {
    return switch (outcome) {
      case Answered answered -> key.covers(answered.answer());
      case Failed _ -> true;
    };
  }

  private void store(boolean leads, Optional<CachedOutcome> result) {
    Instant now = clock.instant();
    Optional<CacheEntry> entry =
        result
            .filter(this::covered)
            .map(r -> new CacheEntry(about, now, r))
            .filter(e -> e.holds(now));
    Trace trace = SingleFlightRules.after(leads, entry.map(CacheEntry::outcome), look());
    try {
      switch (trace) {
        case RESULT -> store.put(key, entry.orElseThrow());
        case GAVE_UP -> store.giveUp(key);
        case NOTHING -> {}
      }
    } catch (IOException e) {
      log.info("answer is not kept", field("because", e.getClass().getSimpleName()));
    }
  }
}
