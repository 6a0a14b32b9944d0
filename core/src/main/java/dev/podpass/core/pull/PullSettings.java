// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.log.Log;
import dev.podpass.core.token.TokenPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The operator's settings of a pull, and its inputs from the process. */
public record PullSettings(
    ConfiguredProviders providers,
    TokenPolicy tokenPolicy,
    Duration longestCache,
    WhenUnavailable whenUnavailable,
    NodeCache cache,
    Clock clock,
    RandomGenerator random,
    Log log) {

  /** For callers that stop after the plan: no file is read, and nothing is cached. */
  public static PullSettings forPlanning(ConfiguredProviders providers, Clock clock) {
    return new PullSettings(
        providers,
        TokenPolicy.at(clock).anyIssuer().unverifiedSignature(),
        Duration.ZERO,
        WhenUnavailable.FAIL,
        NodeCache.off(),
        clock,
        () -> 0,
        Log.NONE);
  }

  /** These settings for other callers than kubelet: to them a placeholder is a wrong password. */
  public PullSettings failingWhenUnavailable() {
    return new PullSettings(
        providers, tokenPolicy, longestCache, WhenUnavailable.FAIL, cache, clock, random, log);
  }

  /** These settings without the cache, for a trial exchange, whose failure is to be seen. */
  public PullSettings forTrial(Log other) {
    return new PullSettings(
        providers,
        tokenPolicy,
        longestCache,
        WhenUnavailable.FAIL,
        NodeCache.off(),
        clock,
        random,
        other);
  }
}
