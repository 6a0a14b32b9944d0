// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.cache.NodeCache;
import dev.podpass.log.Log;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.token.TokenPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the operator has decided, and what the process lends.
 *
 * @param providers the settings of each provider, by its id
 * @param tokenPolicy what a token must be before it is sent
 * @param longestCache the longest that an answer may be kept
 * @param cache what the pulls of the node share
 * @param clock the time
 * @param random spreads the times at which nodes come back
 * @param log told of what happens
 */
public record PullSettings(
    Map<String, ProviderSettings> providers,
    TokenPolicy tokenPolicy,
    Duration longestCache,
    NodeCache cache,
    Clock clock,
    RandomGenerator random,
    Log log) {

  /** Keeps its own copy of the map. */
  public PullSettings {
    providers = Map.copyOf(providers);
  }

  /** The same for a trial: nothing is shared with other pulls. */
  public PullSettings apart() {
    return new PullSettings(
        providers, tokenPolicy, longestCache, NodeCache.off(), clock, random, log);
  }

  ProviderSettings of(RegistryCredentialProvider provider) {
    ProviderSettings settings = providers.get(provider.id());
    if (settings == null) {
      throw new IllegalArgumentException("no settings for provider " + provider.id());
    }
    return settings;
  }
}
