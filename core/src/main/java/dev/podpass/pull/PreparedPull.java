// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import static dev.podpass.log.Log.field;

import dev.podpass.cache.Lifetime;
import dev.podpass.http.Connections;
import dev.podpass.image.ImageReference;
import dev.podpass.protocol.CredentialProviderResponse;
import dev.podpass.protocol.CredentialProviderResponse.Auth;
import dev.podpass.protocol.CredentialProviderResponse.CacheKeyType;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.Anonymous;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.token.AcceptedToken;
import java.time.Duration;
import java.util.Optional;

/**
 * A pull of which everything is decided and nothing is sent.
 *
 * @param image the image
 * @param plan the exchange
 * @param token the token, accepted for this plan; absent if the plan uses none
 */
record PreparedPull(ImageReference image, ExchangePlan plan, Optional<AcceptedToken> token) {

  CredentialProviderResponse exchange(Connections connections, PullSettings settings) {
    connections.connectAhead(plan.steps().stream().map(ExchangeStep::endpoint).toList());
    CredentialAnswer answer = plan.exchange(token, connections);
    CredentialProviderResponse response = response(answer, settings);
    settings
        .log()
        .info(
            "answered",
            field("image", image.name()),
            field("identity", plan.identity()),
            field("workload", token.map(t -> t.claims().workload().toString()).orElse("")),
            field("cache_seconds", response.cacheDuration().toSeconds()));
    return response;
  }

  private CredentialProviderResponse response(CredentialAnswer answer, PullSettings settings) {
    return switch (answer) {
      case RegistryCredential credential ->
          new CredentialProviderResponse(
              cacheKeyType(credential),
              cacheDuration(credential, settings),
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

  private static Duration cacheDuration(RegistryCredential credential, PullSettings settings) {
    return Lifetime.of(
        credential.expiry(),
        settings.clock().instant(),
        settings.longestCache(),
        settings.random().nextDouble());
  }
}
