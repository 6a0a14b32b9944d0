// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.spi.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/** The content of a cache file; one that was written in the future is invalid. */
record CacheEntry(EntryDescription about, Instant written, CachedOutcome outcome) {

  /** Whether it is valid now. If the clock was set back, its age is unknown and it is invalid. */
  boolean holds(Instant now) {
    return !now.isBefore(written) && now.isBefore(end());
  }

  /**
   * When a pull renews it: after two thirds of its life, so that the last third outlasts an outage
   * of the cloud.
   */
  Instant renewal() {
    return written.plus(Duration.between(written, end()).multipliedBy(2).dividedBy(3));
  }

  /**
   * Its expiry: at most the maximum lifetime of entries, and at most the credential's expiry,
   * regardless of its content.
   */
  Instant end() {
    Stream<Instant> expiry =
        outcome instanceof Answered(Credential credential, Instant _)
            ? credential.expiry().stream()
            : Stream.empty();
    return Stream.concat(expiry, Stream.of(outcome.until(), written.plus(Lifetime.CEILING)))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
