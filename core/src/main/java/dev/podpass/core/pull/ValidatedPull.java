// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static dev.podpass.core.log.Log.field;

import dev.podpass.core.cache.CacheKey;
import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.EntryDescription;
import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.failure.CredentialException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The last stage of a pull: everything is decided, and the token may be sent. */
public final class ValidatedPull {
  private final PlannedPull planned;
  private final Optional<ValidatedToken> token;

  private ValidatedPull(PlannedPull planned, Optional<ValidatedToken> token) {
    this.planned = planned;
    this.token = token;
  }

  /** Validates the token of a planned pull, so that it may be sent, if the pod's exchange does. */
  public static ValidatedPull of(PlannedPull planned) {
    try {
      Optional<ValidatedToken> validated =
          planned
              .token()
              .filter(_ -> planned.plan().as() == As.POD)
              .map(t -> planned.tokenPolicy().validate(t, planned.plan().audiences()));
      return new ValidatedPull(planned, validated);
    } catch (CredentialException e) {
      throw planned.kubeletRequest().withoutToken(e);
    }
  }

  /** Runs the exchange, for callers that keep its credential themselves. */
  public Credential credential(RetryingConnections connections) {
    planned.progress().connected(connections.responses());
    return new TimedExchange(planned, token, connections).make(_ -> {}).credential();
  }

  /**
   * Runs the exchange, or takes the answer from the node cache if the plan has steps and uses a
   * token.
   */
  public CredentialProviderResponse exchange(RetryingConnections connections) {
    planned.progress().connected(connections.responses());
    if (planned.plan().as() == As.NOBODY) {
      return anonymous();
    }
    Exchange plan = planned.plan().exchange();
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
              planned.provider().id(), planned.route().registries(), workload(), plan.toString());
      return response(cache.answer(key, about, connections.deadline(), exchange));
    } catch (CredentialException e) {
      CredentialException failure = planned.kubeletRequest().withoutToken(e);
      if (token.isEmpty() || !Placeholder.isFor(planned, failure)) {
        throw failure;
      }
      return Placeholder.instead(planned, failure);
    }
  }

  /** An image that follows a mirror shares no answer with images that are named otherwise. */
  private CacheKey key(Exchange plan, ValidatedToken accepted, NodeCache cache) {
    CacheKey key =
        CacheKey.of(
            planned.provider().id(),
            planned.route().effective().registry(),
            plan,
            accepted,
            cache.perPod());
    return planned
        .route()
        .mirror()
        .map(mirror -> key.mirrored(planned.route().requested().registry() + " " + mirror))
        .orElse(key);
  }

  private CredentialProviderResponse response(Answered answered) {
    Route route = planned.route();
    Credential credential = answered.credential();
    boolean ofRepository = planned.plan().exchange().repository().isPresent();
    return answered(
        new CredentialProviderResponse(
            route.cacheKeys(ofRepository ? CacheKeyType.IMAGE : CacheKeyType.REGISTRY),
            remaining(answered.until()),
            // Under the host that kubelet asked for, as the image spells it.
            Optional.of(
                new Auth(route.requested().host(), credential.username(), credential.password()))),
        answered.until());
  }

  /** Kubelet would cache a negative answer, too. */
  private CredentialProviderResponse anonymous() {
    return answered(
        new CredentialProviderResponse(CacheKeyType.IMAGE, Duration.ZERO, Optional.empty()),
        planned.settings().clock().instant());
  }

  private CredentialProviderResponse answered(CredentialProviderResponse response, Instant until) {
    planned.progress().answered(until);
    planned
        .settings()
        .log()
        .info(
            "answered",
            field("image", planned.route().requested().name()),
            field("identity", planned.plan().exchange()),
            field("workload", workload()),
            field("cache_seconds", response.cacheDuration().toSeconds()));
    return response;
  }

  /** In whole seconds; a cached answer may have expired since it was read. */
  private Duration remaining(Instant until) {
    PullSettings settings = planned.settings();
    Duration left = Duration.between(settings.clock().instant(), until);
    Duration longest = settings.longestCache();
    Duration limited = longest.compareTo(left) < 0 ? longest : left;
    return limited.isNegative() ? Duration.ZERO : limited.truncatedTo(ChronoUnit.SECONDS);
  }

  private String workload() {
    return token.map(t -> t.claims().workload().toString()).orElse("");
  }
}
