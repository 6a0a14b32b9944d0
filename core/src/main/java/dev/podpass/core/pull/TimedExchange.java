// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.cache.CacheMiss;
import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.Lifetime;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.core.token.ValidatedToken;
import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs and times the exchange, and computes the lifetime of its answer. */
record TimedExchange(
    PlannedPull planned, Optional<ValidatedToken> token, RetryingConnections connections)
    implements CacheMiss {

  @Override
  public Answered make(Consumer<Duration> throttled) {
    connections.onThrottle(throttled);
    List<ExchangeStep> steps = planned.plan().exchange().steps();
    if (steps.isEmpty()) {
      return answered(exchange());
    }
    planned.progress().exchangeBegins();
    connections.preconnect(
        steps.stream()
            .filter(step -> step.server().isEmpty())
            .map(ExchangeStep::endpoint)
            .toList());
    try {
      return answered(exchange());
    } finally {
      planned.progress().exchangeEnds();
    }
  }

  /** A failure is shared with pods that have another token, so it must not have this one. */
  private Credential exchange() {
    Exchange exchange = planned.plan().exchange();
    Clock clock = planned.settings().clock();
    try {
      return switch (planned.plan().as()) {
        case POD -> {
          ValidatedToken pods = token.orElseThrow(this::noToken);
          yield exchange.run(pods.value(), pods.claims().workload(), connections, clock);
        }
        case NODE, NOBODY -> exchange.run(connections, clock);
      };
    } catch (CredentialException e) {
      throw planned.kubeletRequest().withoutToken(e);
    }
  }

  private CredentialException noToken() {
    return new CredentialException(
        Kind.BUG,
        "the provider %s plans to send a token, but kubelet sent no token"
            .formatted(planned.provider().id()));
  }

  private Answered answered(Credential credential) {
    Instant now = planned.settings().clock().instant();
    requireAlive(credential, now);
    return new Answered(credential, now.plus(lifetime(credential, now)));
  }

  private void requireAlive(Credential credential, Instant now) {
    credential
        .expiry()
        .filter(end -> !end.isAfter(now))
        .ifPresent(end -> {
          throw new CredentialException(
              Kind.UNAVAILABLE,
              "the credential for %s has expired already, at %s"
                  .formatted(planned.route().effective().registry(), end),
              "compare the node's clock with the cloud's; this node's says " + now);
        });
  }

  private Duration lifetime(Credential credential, Instant now) {
    return Lifetime.of(
        credential,
        now,
        planned.settings().longestCache(),
        planned.settings().random().nextDouble());
  }

  @Override
  public void recoveredFrom(CredentialException failure) {
    planned.progress().recoveredFrom(planned.kubeletRequest().withoutToken(failure), Source.CACHE);
  }

  @Override
  public void superseded() {
    planned.progress().superseded();
  }

  @Override
  public Optional<Duration> retryAfter() {
    return connections.responses().retryAfter();
  }
}
