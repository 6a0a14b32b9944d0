// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What lies in a file of the cache.
 *
 * @param about whom and what it is about, for people
 * @param written when; an entry from the future is none
 * @param remembered what came of the exchange
 */
record CacheEntry(EntryDescription about, Instant written, CachedOutcome remembered) {

  /** Whether it counts now. After a clock was set back, its age is unknown. */
  boolean holds(Instant now) {
    return !now.isBefore(written) && now.isBefore(end());
  }

  /**
   * When it is over: no entry counts for longer than an answer may be kept, nor than its credential
   * lives, whatever it says itself.
   */
  Instant end() {
    Stream<Instant> expiry =
        remembered instanceof Answered(RegistryCredential credential, Instant _)
            ? credential.expiry().stream()
            : Stream.empty();
    return Stream.concat(expiry, Stream.of(remembered.until(), written.plus(Lifetime.CEILING)))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
