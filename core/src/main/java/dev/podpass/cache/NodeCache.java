// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.Deadline;
import dev.podpass.log.Log;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Answers that the pulls of a node share, and single flight: of those who want the same at the same
 * time one makes the exchange and the others wait for it, as {@link FlightRules} have it.
 *
 * <p>Whatever is wrong with the cache itself costs an exchange and never a pull.
 */
public final class NodeCache {
  private final Optional<Store> store;
  private final String state;
  private final boolean perPod;
  private final Clock clock;
  private final Log log;

  NodeCache(Optional<Store> store, String state, boolean perPod, Clock clock, Log log) {
    this.store = store;
    this.state = state;
    this.perPod = perPod;
    this.clock = clock;
    this.log = log;
  }

  /** No cache. */
  public static NodeCache off() {
    return new NodeCache(Optional.empty(), "off", false, Clock.systemUTC(), Log.NONE);
  }

  /** Whether it is used, and where or why not, in words. */
  public String state() {
    return state;
  }

  /** Whether pods of one service account are kept apart. */
  public boolean perPod() {
    return perPod;
  }

  /**
   * What is remembered, or else what comes of an exchange.
   *
   * @param about whom and what it is about, for people
   * @param deadline of the pull: no more than half of what is left is spent waiting for another's
   *     exchange
   * @param exchange makes one; what it throws is told to others if it would meet them too
   * @throws CredentialException of the exchange, or remembered from another one's
   */
  public Answered answer(
      CacheKey key, EntryDescription about, Deadline deadline, Exchange exchange) {
    return store.isEmpty()
        ? exchange.make()
        : new SingleFlight(store.get(), key, about, exchange, clock, log).await(deadline);
  }

  /** All entries that hold, without what is secret in them. */
  public List<EntrySummary> list() {
    return onStore(Store::all, List.<CacheEntry>of()).stream().map(EntrySummary::of).toList();
  }

  /** Forgets everything; how many entries that were. */
  public int clear() {
    return onStore(Store::clear, 0);
  }

  private <T> T onStore(StoreWork<T> work, T none) {
    if (store.isEmpty()) {
      return none;
    }
    try {
      return work.on(store.get());
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE, "the cache cannot be read: " + e.getClass().getSimpleName())
          .causedBy(e);
    }
  }

  private interface StoreWork<T> {
    T on(Store store) throws IOException;
  }
}
