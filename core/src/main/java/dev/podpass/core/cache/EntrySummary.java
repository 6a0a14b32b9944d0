// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.CachedOutcome.Failed;
import java.time.Instant;
import java.util.Optional;

/** An entry without its secrets, for listing. */
public record EntrySummary(EntryDescription about, Instant until, Optional<String> failure) {
  static EntrySummary of(CacheEntry entry) {
    Optional<String> failure =
        switch (entry.outcome()) {
          case Answered _ -> Optional.empty();
          case Failed failed -> Optional.of(failed.failure().text());
        };
    return new EntrySummary(entry.about(), entry.outcome().until(), failure);
  }
}
