// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.cache.Exchange;
import dev.podpass.core.cache.Lifetime;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.spi.CredentialAnswer;
import dev.podpass.spi.CredentialAnswer.Anonymous;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.ExchangePlan.TokenlessPlan;
import dev.podpass.spi.ExchangeStep;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.token.ValidatedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs and times the exchange, and computes the lifetime of its answer. */
record TimedExchange(
    PlannedPull planned, Optional<ValidatedToken> token, RetryingConnections connections)
    implements Exchange {

  @Override
  public Answered make(Consumer<Duration> throttled) {
    connections.onThrottle(throttled);
    ExchangePlan plan = planned.plan();
    List<ExchangeStep> steps = plan.steps();
    if (steps.isEmpty()) {
      return answered(exchange(plan));
    }
    planned.progress().exchangeBegins();
    connections.preconnect(
        steps.stream()
            .filter(step -> step.server().isEmpty())
            .map(ExchangeStep::endpoint)
            .toList());
    try {
      return answered(exchange(plan));
    } finally {
      planned.progress().exchangeEnds();
    }
  }

  /** A failure is shared with pods that have another token, so it must not have this one. */
  private CredentialAnswer exchange(ExchangePlan plan) {
    try {
      return switch (plan) {
        case PodTokenPlan pods -> pods.exchange(token.orElseThrow(this::noToken), connections);
        case TokenlessPlan other -> other.exchange(connections);
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

  private Answered answered(CredentialAnswer answer) {
    Instant now = planned.settings().clock().instant();
    return switch (answer) {
      case RegistryCredential credential -> {
        requireAlive(credential, now);
        yield new Answered(credential, now.plus(lifetime(credential, now)));
      }
      case Anonymous anonymous -> new Answered(anonymous, now);
    };
  }

  private void requireAlive(RegistryCredential credential, Instant now) {
    credential
        .expiry()
        .filter(end -> !end.isAfter(now))
        .ifPresent(end -> {
          throw new CredentialException(
              Kind.UNAVAILABLE,
              "the credential for %s has expired already, at %s"
                  .formatted(planned.request().image().registry(), end),
              "compare the node's clock with the cloud's; this node's says " + now);
        });
  }

  private Duration lifetime(RegistryCredential credential, Instant now) {
    return Lifetime.of(
        credential.expiry(),
        now,
        planned.settings().longestCache(),
        planned.settings().random().nextDouble());
  }

  @Override
  public void overcome(CredentialException failure) {
    planned.progress().overcome(planned.kubeletRequest().withoutToken(failure), Source.CACHE);
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
