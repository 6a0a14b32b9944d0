// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The node cache: answers that the pulls of a node share, with single flight for concurrent pulls
 * of the same key (see {@link SingleFlightRules}).
 *
 * <p>Its state says for operators whether it is used, and its directory or the reason. A fault of
 * the cache itself costs an exchange and never fails a pull.
 */
public record NodeCache(Optional<Store> store, String state, boolean perPod) {
  public static NodeCache off() {
    return new NodeCache(Optional.empty(), "off", false);
  }

  /**
   * Returns the cached outcome, or that of an exchange, whose failure is shared if it applies to
   * others. At most half of the remaining time is spent waiting for another process's exchange.
   */
  public Answered answer(
      CacheKey key, EntryDescription about, Deadline deadline, CacheMiss exchange) {
    return store.isEmpty()
        ? exchange.make(_ -> {})
        : new SingleFlight(store.get(), key, about, exchange).await(deadline);
  }

  public List<EntrySummary> list() {
    return onStore("read", Store::all, List.<CacheEntry>of()).stream()
        .map(EntrySummary::of)
        .toList();
  }

  /** Deletes all entries and returns their number. */
  public int clear() {
    return onStore("cleared", Store::clear, 0);
  }

  private <T> T onStore(String done, StoreWork<T> work, T none) {
    if (store.isEmpty()) {
      return none;
    }
    try {
      return work.on(store.get());
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              "%s cannot be %s: %s".formatted(store.get(), done, CacheDirectory.reason(e)))
          .causedBy(e);
    }
  }

  private interface StoreWork<T> {
    T on(Store store) throws IOException;
  }
}
