// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import static dev.podpass.log.Log.field;

import dev.podpass.cache.CacheKey;
import dev.podpass.cache.CachedOutcome.Answered;
import dev.podpass.cache.EntryDescription;
import dev.podpass.cache.NodeCache;
import dev.podpass.http.RetryingConnections;
import dev.podpass.image.ImageReference;
import dev.podpass.protocol.CredentialProviderResponse;
import dev.podpass.protocol.CredentialProviderResponse.Auth;
import dev.podpass.protocol.CredentialProviderResponse.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.Anonymous;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.token.ValidatedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A pull of which everything is decided and nothing is sent.
 *
 * @param provider the id of the provider
 * @param image the image
 * @param plan the exchange
 * @param token the token, accepted for this plan; absent if the plan uses none
 */
record PreparedPull(
    String provider, ImageReference image, ExchangePlan plan, Optional<ValidatedToken> token) {

  CredentialProviderResponse exchange(
      RetryingConnections connections, PullSettings settings, Journal journal) {
    Answered answered = answered(new PlannedExchange(this, connections, settings, journal));
    journal.answered(answered.until());
    CredentialProviderResponse response = response(answered, settings);
    settings
        .log()
        .info(
            "answered",
            field("image", image.name()),
            field("identity", plan.identity()),
            field("workload", workload()),
            field("cache_seconds", response.cacheDuration().toSeconds()));
    return response;
  }

  private String workload() {
    return token.map(t -> t.claims().workload().toString()).orElse("");
  }

  /** From the node's cache, where there is an exchange to save and a token to vouch for it. */
  private Answered answered(PlannedExchange exchange) {
    if (token.isEmpty() || plan.steps().isEmpty()) {
      return exchange.make();
    }
    NodeCache cache = exchange.settings().cache();
    exchange.journal().askedCache();
    return cache.answer(
        CacheKey.of(provider, plan, token.get(), cache.perPod()),
        new EntryDescription(
            provider, image.registry().toString(), workload(), plan.identity().toString()),
        exchange.connections().deadline(),
        exchange);
  }

  private CredentialProviderResponse response(Answered answered, PullSettings settings) {
    return switch (answered.answer()) {
      case RegistryCredential credential ->
          new CredentialProviderResponse(
              cacheKeyType(credential),
              left(answered.until(), settings),
              Optional.of(
                  new Auth(image.registry(), credential.username(), credential.password())));
      // Kubelet would keep a negative answer too.
      case Anonymous() ->
          new CredentialProviderResponse(CacheKeyType.IMAGE, Duration.ZERO, Optional.empty());
    };
  }

  private static CacheKeyType cacheKeyType(RegistryCredential credential) {
    return switch (credential.scope()) {
      case IMAGE -> CacheKeyType.IMAGE;
      case REGISTRY -> CacheKeyType.REGISTRY;
    };
  }

  /** In whole seconds; an answer of the node's cache may have come to the limit since. */
  private static Duration left(Instant until, PullSettings settings) {
    Duration left = Duration.between(settings.clock().instant(), until);
    Duration longest = settings.longestCache();
    Duration limited = longest.compareTo(left) < 0 ? longest : left;
    return limited.isNegative() ? Duration.ZERO : limited.truncatedTo(ChronoUnit.SECONDS);
  }
}
