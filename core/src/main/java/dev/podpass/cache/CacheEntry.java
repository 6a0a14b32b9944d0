// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.time.Instant;

/**
 * What lies in a file of the cache.
 *
 * @param about whom and what it is about, for people
 * @param written when; an entry from the future is none
 * @param remembered what came of the exchange
 */
record CacheEntry(About about, Instant written, Remembered remembered) {

  /**
   * Whether it counts now. After a clock was set back, its age is unknown; and no entry counts for
   * longer than an answer may be kept, whatever its end.
   */
  boolean holds(Instant now) {
    return !now.isBefore(written)
        && now.isBefore(remembered.until())
        && now.isBefore(written.plus(Lifetime.CEILING));
  }
}
