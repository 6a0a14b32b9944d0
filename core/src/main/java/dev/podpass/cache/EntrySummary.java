// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import dev.podpass.cache.CachedOutcome.Failed;
import java.time.Instant;
import java.util.Optional;

/**
 * An entry as it may be shown.
 *
 * @param about whom and what it is about
 * @param written when the exchange was made
 * @param until when it is over
 * @param failure what came of it, if no credential did
 */
public record EntrySummary(
    EntryDescription about, Instant written, Instant until, Optional<String> failure) {
  static EntrySummary of(CacheEntry entry) {
    Optional<String> failure =
        switch (entry.remembered()) {
          case Answered _ -> Optional.empty();
          case Failed failed -> Optional.of(failed.failure().text());
        };
    return new EntrySummary(entry.about(), entry.written(), entry.remembered().until(), failure);
  }
}
