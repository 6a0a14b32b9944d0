// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.cache.CacheKey;
import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.EntryDescription;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.token.ValidatedToken;
import java.util.Optional;

/** The last stage of a pull: everything is decided, and the token may be sent. */
public final class ValidatedPull {
  private final Planned planned;
  private final Optional<ValidatedToken> token;

  ValidatedPull(Planned planned, Optional<ValidatedToken> token) {
    this.planned = planned;
    this.token = token;
  }

  /**
   * Runs the exchange, or takes the answer from the node cache if the plan has steps and uses a
   * token.
   *
   * @throws CredentialException if it fails
   */
  public CredentialProviderResponse exchange(RetryingConnections connections) {
    planned.progress().connected(connections.responses());
    ExchangePlan plan = planned.plan();
    var exchange = new TimedExchange(planned, token, connections);
    try {
      if (token.isEmpty() || plan.steps().isEmpty()) {
        return response(exchange.make(_ -> {}));
      }
      planned.progress().askedCache();
      NodeCache cache = planned.settings().cache();
      CacheKey key = key(plan, token.get(), cache);
      EntryDescription about =
          new EntryDescription(
              planned.provider().id(),
              planned.route().registries(),
              workload(),
              plan.identity().toString());
      return response(cache.answer(key, about, connections.deadline(), exchange));
    } catch (CredentialException e) {
      throw planned.asked().withoutToken(e);
    }
  }

  /** An image that follows a mirror shares no answer with images that are named otherwise. */
  private CacheKey key(ExchangePlan plan, ValidatedToken accepted, NodeCache cache) {
    CacheKey key = CacheKey.of(planned.provider().id(), plan, accepted, cache.perPod());
    return planned
        .route()
        .mirror()
        .map(mirror -> key.by(planned.route().asked().registry() + " " + mirror))
        .orElse(key);
  }

  private CredentialProviderResponse response(Answered answered) {
    planned.progress().answered(answered.until());
    CredentialProviderResponse response =
        Responses.of(answered, planned.route(), planned.settings());
    planned
        .settings()
        .log()
        .info(
            "answered",
            field("image", planned.route().asked().name()),
            field("identity", planned.plan().identity()),
            field("workload", workload()),
            field("cache_seconds", response.cacheDuration().toSeconds()));
    return response;
  }

  private String workload() {
    return token.map(t -> t.claims().workload().toString()).orElse("");
  }
}
