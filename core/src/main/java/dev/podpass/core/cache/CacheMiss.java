// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.spi.failure.CredentialException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The exchange to run if the cache has no answer. */
public interface CacheMiss {
  /**
   * Runs it, perhaps on another thread than the others; it may be abandoned there. {@code
   * throttled} is called before each wait that the cloud requests.
   */
  Answered make(Consumer<Duration> throttled);

  /** Called if it failed, or took too long, and an answer that is left is used instead. */
  void recoveredFrom(CredentialException failure);

  /** Called if the answer of another pull is used instead. */
  void superseded();

  /** The {@code Retry-After} of a failed exchange. */
  Optional<Duration> retryAfter();
}
