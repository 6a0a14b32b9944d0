// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit.kubelet;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code CredentialProviderResponse} that kubelet accepts.
 *
 * @param cacheDuration empty if kubelet's default counts
 * @param auth by image pattern; empty if the plugin has no credentials
 */
public record PluginAnswer(
    CacheKeyType cacheKeyType, Optional<Duration> cacheDuration, Map<String, Login> auth) {
  public PluginAnswer {
    auth = Map.copyOf(auth);
  }

  /** What kubelet tries for an image, in its order: the patterns that match, from Z to A. */
  public List<Login> loginsFor(String image) {
    return auth.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .filter(entry -> ImageGlob.ofAuthKey(entry.getKey()).matches(image))
        .map(Map.Entry::getValue)
        .toList();
  }
}
