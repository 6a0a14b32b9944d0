// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.spi.CredentialAnswer.Anonymous;
import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Converts an answer to kubelet's response, under the registry that kubelet asked for. */
final class Responses {
  private Responses() {}

  static CredentialProviderResponse of(Answered answered, Route route, PullSettings settings) {
    return switch (answered.answer()) {
      case RegistryCredential credential ->
          new CredentialProviderResponse(
              route.images(credential.cacheKeyType()),
              remaining(answered.until(), settings),
              Optional.of(
                  new Auth(
                      route.asked().registry(), credential.username(), credential.password())));
      // Kubelet would cache a negative answer too.
      case Anonymous() ->
          new CredentialProviderResponse(CacheKeyType.IMAGE, Duration.ZERO, Optional.empty());
    };
  }

  /** In whole seconds; a cached answer may have expired since it was read. */
  private static Duration remaining(Instant until, PullSettings settings) {
    Duration left = Duration.between(settings.clock().instant(), until);
    Duration longest = settings.longestCache();
    Duration limited = longest.compareTo(left) < 0 ? longest : left;
    return limited.isNegative() ? Duration.ZERO : limited.truncatedTo(ChronoUnit.SECONDS);
  }
}
