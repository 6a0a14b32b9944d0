// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import dev.podpass.core.cache.SingleFlightRules.Freshness;
import dev.podpass.core.cache.SingleFlightRules.Patience;
import dev.podpass.core.cache.SingleFlightRules.Publication;
import dev.podpass.core.cache.SingleFlightRules.State;
import dev.podpass.core.cache.SingleFlightRules.Throttle;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.Watchdog;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Runs one pull through the cache by {@link SingleFlightRules}. */
record SingleFlight(Store store, CacheKey key, EntryDescription about, CacheMiss exchange) {
  private static final Duration POLL = Duration.ofMillis(10);

  /** How often a pull looks for the answer of another pull while its own exchange runs. */
  private static final Duration RECHECK = Duration.ofMillis(200);

  Answered await(Deadline deadline) {
    Optional<CacheEntry> found = find();
    Freshness freshness = freshness(found);
    if (freshness == Freshness.CURRENT) {
      return answerFrom(found.orElseThrow());
    }
    try (SingleFlightLock flight = store.flight(key)) {
      return await(flight, freshness == Freshness.DUE && flight.take(), deadline);
    } catch (IOException e) {
      store.log().debug("cache is not used", field("because", e.getClass().getSimpleName()));
      return found.isPresent() ? answerFrom(found.get()) : exchange.make(this::throttled);
    }
  }

  private Answered await(SingleFlightLock flight, boolean leadsAlready, Deadline deadline)
      throws IOException {
    double jitter = ThreadLocalRandom.current().nextDouble();
    Optional<Instant> gaveUpBefore = store.marked(key, Store.GAVE_UP);
    Duration left = deadline.remaining();
    Patience patience = SingleFlightRules.patience(left, jitter);
    boolean leads = leadsAlready;
    while (true) {
      Optional<CacheEntry> found = find();
      Optional<Instant> gaveUp = store.marked(key, Store.GAVE_UP);
      // Without the directory nothing can come of the leader.
      boolean leaderGaveUp =
          gaveUp.isPresent() ? !gaveUp.equals(gaveUpBefore) : !store.directory().exists();
      Duration remaining = deadline.remaining();
      Throttle throttle =
          SingleFlightRules.throttle(store.marked(key, Store.THROTTLED), now(), remaining, jitter);
      switch (SingleFlightRules.next(
          new State(
              freshness(found), throttle, leads, leaderGaveUp, left.minus(remaining), patience))) {
        case USE -> {
          return answerFrom(found.orElseThrow());
        }
        case EXCHANGE -> {
          return make(leads);
        }
        case RENEW -> {
          return renew(found.orElseThrow(), SingleFlightRules.renewalPatience(remaining));
        }
        case WAIT -> {
          leads = leads || flight.take();
          pause(leads && throttle != Throttle.WAITING);
        }
        case SUCCEED -> {
          leads = flight.take() || flight.succeed();
          pause(leads);
        }
        case FAIL -> throw tooLong(deadline);
      }
    }
  }

  private static void pause(boolean goesOn) {
    if (!goesOn) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Notes for other pulls that the cloud requests a wait. */
  private void throttled(Duration wait) {
    mark(Store.THROTTLED, wait, "wait is not shared");
  }

  private void mark(String marker, Duration fromNow, String otherwise) {
    try {
      store.mark(key, marker, now().plus(fromNow));
    } catch (IOException e) {
      store.log().info(otherwise, field("because", e.getClass().getSimpleName()));
    }
  }

  private Instant now() {
    return store.clock().instant();
  }

  private CredentialException tooLong(Deadline deadline) {
    return new CredentialException(
            Kind.TRY_AGAIN,
            ("the exchange for %s as %s is not made: the cloud throttles another pull, and the"
                    + " deadline of %d s ends before it may be tried again")
                .formatted(about.registry(), about.identity(), deadline.total().toSeconds()),
            "raise the cloud's quota, or --deadline; kubelet asks again by itself")
        .withScope(FailureScope.WORKLOAD);
  }

  private Optional<CacheEntry> find() {
    try {
      return store.find(key, about);
    } catch (IOException e) {
      store.log().debug("entry is not read", field("because", e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }

  private Freshness freshness(Optional<CacheEntry> entry) {
    Instant now = now();
    Freshness freshness = SingleFlightRules.freshness(entry, Optional.empty(), now);
    try {
      return freshness == Freshness.DUE
          ? SingleFlightRules.freshness(entry, store.marked(key, Store.RENEWAL), now)
          : freshness;
    } catch (IOException e) {
      store.log().debug("marker is not read", field("because", e.getClass().getSimpleName()));
      return freshness;
    }
  }

  private Answered answerFrom(CacheEntry entry) {
    store.log().debug("found in the cache", field("key", key), field("until", entry.end()));
    return switch (entry.outcome()) {
      case Answered answered -> untilRenewal(answered, entry);
      case Failed failed ->
          throw new CredentialException(
                  failed.failure().kind(),
                  failed.failure().text() + " (a moment ago, for another pull)",
                  failed.failure().hint().orElse("wait a moment"))
              .withScope(FailureScope.WORKLOAD);
    };
  }

  private Answered untilRenewal(Answered answered, CacheEntry entry) {
    return new Answered(answered.credential(), SingleFlightRules.untilRenewal(entry, now()));
  }

  /** Runs the exchange, or uses the answer of another pull if that is there first. */
  private Answered make(boolean leads) {
    FutureTask<Answered> running = begin();
    while (!Watchdog.ends(running, RECHECK)) {
      Optional<CacheEntry> other = answerOfAnother();
      if (other.isPresent()) {
        return superseded(other.get());
      }
    }
    Answered answered;
    try {
      answered = result(running);
    } catch (CredentialException e) {
      Optional<CacheEntry> other = e.kind().mayPass() ? answerOfAnother() : Optional.empty();
      if (other.isPresent()) {
        return superseded(other.get());
      }
      store(leads, shareable(e));
      throw e;
    }
    return kept(leads, answered);
  }

  private Optional<CacheEntry> answerOfAnother() {
    return find().filter(entry -> entry.outcome() instanceof Answered);
  }

  private Answered superseded(CacheEntry other) {
    exchange.superseded();
    return answerFrom(other);
  }

  /** An answer that was not stored is kept by kubelet until it expires. */
  private Answered kept(boolean leads, Answered answered) {
    return store(leads, Optional.of(answered))
        .map(entry -> untilRenewal(answered, entry))
        .orElse(answered);
  }

  /** Renews an answer, or uses what is left of it if the cloud is out. */
  private Answered renew(CacheEntry left, Duration patience) {
    Answered answered;
    try {
      answered = exchangeWithin(patience);
    } catch (CredentialException e) {
      if (!e.kind().mayPass()) {
        refused(left, e);
        throw e;
      }
      store.log().info("answer is not renewed", field("because", e.kind()));
      mark(
          Store.RENEWAL,
          SingleFlightRules.renewalPause(exchange.retryAfter()),
          "pause is not shared");
      exchange.recoveredFrom(e);
      return answerFrom(left);
    }
    return kept(true, answered);
  }

  private Answered exchangeWithin(Duration patience) {
    FutureTask<Answered> running = begin();
    if (!Watchdog.ends(running, patience)) {
      throw new CredentialException(
          Kind.TRY_AGAIN,
          "the exchange for %s as %s took longer than the %d s that its renewal has"
              .formatted(about.registry(), about.identity(), patience.toSeconds()));
    }
    return result(running);
  }

  /** Begins the exchange on a thread of its own: it is abandoned if another answer is at hand. */
  private FutureTask<Answered> begin() {
    var task = new FutureTask<Answered>(() -> exchange.make(this::throttled));
    Watchdog.runDetached(task);
    return task;
  }

  private static Answered result(FutureTask<Answered> ended) {
    return switch (ended.state()) {
      case SUCCESS -> ended.resultNow();
      case FAILED ->
          throw switch (ended.exceptionNow()) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            case Throwable e -> new IllegalStateException("the exchange failed", e);
          };
      case RUNNING, CANCELLED -> throw new IllegalStateException("no exchange is cancelled");
    };
  }

  /** Replaces a revoked answer with the refusal, unless another pull has renewed it meanwhile. */
  private void refused(CacheEntry left, CredentialException refusal) {
    shareable(refusal)
        .filter(_ -> find().map(CacheEntry::written).equals(Optional.of(left.written())))
        .ifPresent(failure -> store(true, Optional.of(failure), Optional.empty()));
  }

  private Optional<CachedOutcome> shareable(CredentialException e) {
    return e.scope() == FailureScope.WORKLOAD
        ? Optional.of(
            new Failed(e, now().plus(SingleFlightRules.failurePause(exchange.retryAfter()))))
        : Optional.empty();
  }

  /** Keeps what others may have, and returns the entry if it is kept. */
  private Optional<CacheEntry> store(boolean leads, Optional<CachedOutcome> result) {
    return store(leads, result, find().map(CacheEntry::outcome));
  }

  private Optional<CacheEntry> store(
      boolean leads, Optional<CachedOutcome> result, Optional<CachedOutcome> shared) {
    Instant now = now();
    Optional<CacheEntry> entry =
        result.map(r -> new CacheEntry(about, now, r)).filter(e -> e.holds(now));
    Publication published = SingleFlightRules.after(leads, entry.map(CacheEntry::outcome), shared);
    try {
      switch (published) {
        case RESULT -> {
          store.put(key, entry.orElseThrow());
          return entry;
        }
        case GAVE_UP -> store.mark(key, Store.GAVE_UP, now);
        case NOTHING -> {}
      }
    } catch (IOException e) {
      store.log().info("answer is not kept", field("because", e.getClass().getSimpleName()));
    }
    return Optional.empty();
  }
}
