// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import dev.podpass.cache.CachedOutcome.Answered;
import java.time.Duration;
import java.util.Optional;

/** What is done where the cache has no answer. */
public interface Exchange {
  /** An answer and how long it holds. */
  Answered make();

  /** How long the cloud asked to be left alone, if the exchange failed. */
  Optional<Duration> retryAfter();
}
