// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import static dev.podpass.log.Log.field;

import dev.podpass.cache.NodeCache.Exchange;
import dev.podpass.cache.Remembered.Answered;
import dev.podpass.cache.Remembered.Failed;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.failure.Reach;
import dev.podpass.http.Deadline;
import dev.podpass.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One pull's way through the cache.
 *
 * @param key what it may share
 * @param about whom and what it is about
 * @param exchange what it would do alone
 */
record Turn(Store store, CacheKey key, About about, Exchange exchange, Clock clock, Log log) {
  private static final Duration POLL = Duration.ofMillis(10);

  /** Long enough for a burst of pods, short enough for somebody who mends the trust policy. */
  private static final Duration FAILURE_KEPT = Duration.ofSeconds(5);

  private static final Duration FAILURE_KEPT_AT_MOST = Duration.ofMinutes(5);

  Answered await(Deadline deadline) {
    Optional<Remembered> found = look();
    if (found.isPresent()) {
      return settle(found.get());
    }
    try (Flight flight = store.flight(key)) {
      while (!flight.take()) {
        found = look();
        if (found.isPresent()) {
          return settle(found.get());
        }
        pause(deadline);
      }
      // Whoever had it before may have left an answer.
      return look().map(this::settle).orElseGet(this::make);
    } catch (IOException e) {
      log.debug("cache is not used", field("because", e.getClass().getSimpleName()));
      return exchange.make();
    }
  }

  private Optional<Remembered> look() {
    try {
      return store.find(key).map(CacheEntry::remembered);
    } catch (IOException e) {
      log.debug("entry is not read", field("because", e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }

  private Answered settle(Remembered remembered) {
    log.debug("found in the cache", field("key", key), field("until", remembered.until()));
    return switch (remembered) {
      case Answered answered -> answered;
      case Failed failed ->
          throw new CredentialException(
                  failed.failure().kind(),
                  failed.failure().text() + " (a moment ago, for another pull)",
                  failed.failure().hint().orElse("wait a moment"))
              .reaching(Reach.WORKLOAD);
    };
  }

  private void pause(Deadline deadline) {
    if (deadline.remaining().compareTo(POLL) <= 0) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "waited until the deadline of %d s for another pull's exchange as %s for %s"
              .formatted(deadline.total().toSeconds(), about.identity(), about.workload()),
          "the cloud or the way to it is too slow; kubelet asks again");
    }
    LockSupport.parkNanos(POLL.toNanos());
  }

  private Answered make() {
    Answered answered;
    try {
      answered = exchange.make();
    } catch (CredentialException e) {
      if (e.reach() == Reach.WORKLOAD) {
        keep(new Failed(e, clock.instant().plus(shunned())));
      }
      throw e;
    }
    keep(answered);
    return answered;
  }

  private Duration shunned() {
    Duration asked = exchange.retryAfter().orElse(FAILURE_KEPT);
    Duration least = asked.compareTo(FAILURE_KEPT) < 0 ? FAILURE_KEPT : asked;
    return least.compareTo(FAILURE_KEPT_AT_MOST) > 0 ? FAILURE_KEPT_AT_MOST : least;
  }

  private boolean covered(Remembered remembered) {
    return switch (remembered) {
      case Answered answered -> key.covers(answered.answer());
      case Failed _ -> true;
    };
  }

  private void keep(Remembered remembered) {
    CacheEntry entry = new CacheEntry(about, clock.instant(), remembered);
    if (!entry.holds(clock.instant()) || !covered(remembered)) {
      return;
    }
    try {
      store.put(key, entry);
    } catch (IOException e) {
      log.info("answer is not kept", field("because", e.getClass().getSimpleName()));
    }
  }
}
