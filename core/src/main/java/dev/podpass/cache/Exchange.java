// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import java.time.Duration;
import java.util.Optional;

/** The exchange to run if the cache has no answer. */
public interface Exchange {
  /** Runs it. */
  Answered make();

  /** The {@code Retry-After} of a failed exchange. */
  Optional<Duration> retryAfter();
}
