// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.cache.NodeCache;
import dev.podpass.log.Log;
import dev.podpass.token.TokenPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What the operator has decided, and what the process lends.
 *
 * @param providers the providers in use, with their settings
 * @param tokenPolicy what a token must be before it is sent
 * @param longestCache the longest that an answer may be kept
 * @param cache what the pulls of the node share
 * @param clock the time
 * @param random spreads the times at which nodes come back
 * @param log is given what happens
 */
public record PullSettings(
    ConfiguredProviders providers,
    TokenPolicy tokenPolicy,
    Duration longestCache,
    NodeCache cache,
    Clock clock,
    RandomGenerator random,
    Log log) {

  /** For who stops at the plan: no file is read for it, and nothing is cached. */
  public static PullSettings forPlanning(ConfiguredProviders providers, Clock clock) {
    return new PullSettings(
        providers, TokenPolicy.at(clock), Duration.ZERO, NodeCache.off(), clock, () -> 0, Log.NONE);
  }

  /** The same for a trial, which shares nothing with other pulls. */
  public PullSettings forTrial(Log other) {
    return new PullSettings(
        providers, tokenPolicy, longestCache, NodeCache.off(), clock, random, other);
  }
}
