// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import dev.podpass.core.http.ResponseMetadata;
import dev.podpass.core.observe.PullOutcome;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts known so far about one pull. Thread-safe: the deadline or a signal may end it. */
public final class PullProgress {
  private final Clock clock;
  private List<String> configured = List.of();
  private Optional<ResponseMetadata> responses = Optional.empty();
  private Optional<ImageReference> image = Optional.empty();
  private Optional<ImageReference> mirrored = Optional.empty();
  private Optional<String> provider = Optional.empty();
  private Optional<ServiceAccountSubject> workload = Optional.empty();
  private Map<String, Sourced<String>> identity = Map.of();
  private Source source = Source.NONE;
  private boolean abandoned;
  private Optional<Instant> exchangeBegan = Optional.empty();
  private Optional<Duration> exchange = Optional.empty();
  private Optional<Instant> expiry = Optional.empty();
  private Optional<CredentialException> recoveredFrom = Optional.empty();

  public PullProgress(Clock clock) {
    this.clock = clock;
  }

  synchronized void configured(List<String> providerIds) {
    configured = providerIds;
  }

  synchronized void connected(ResponseMetadata ofThisRequest) {
    responses = Optional.of(ofThisRequest);
  }

  synchronized void routed(Route route) {
    image = Optional.of(route.requested());
    mirrored = route.mirrored();
  }

  synchronized void served(String providerId) {
    provider = Optional.of(providerId);
  }

  synchronized void claimed(ServiceAccountSubject claimed) {
    workload = Optional.of(claimed);
  }

  synchronized void planned(PullPlan plan) {
    identity = plan.exchange().identity();
  }

  synchronized void askedCache() {
    source = Source.CACHE;
  }

  synchronized void exchangeBegins() {
    if (!abandoned) {
      source = Source.EXCHANGE;
    }
    exchangeBegan = Optional.of(clock.instant());
  }

  synchronized void exchangeEnds() {
    exchange = exchangeBegan.map(began -> Duration.between(began, clock.instant()));
  }

  /** The answer of another pull is given, whatever comes of the exchange. */
  synchronized void superseded() {
    abandoned = true;
    source = Source.CACHE;
  }

  /** An answer is given in spite of a failed exchange. */
  synchronized void recoveredFrom(CredentialException failure, Source instead) {
    abandoned = true;
    source = instead;
    recoveredFrom = Optional.of(failure);
  }

  synchronized void answered(Instant until) {
    expiry = Optional.of(until);
  }

  /** The outcome: the answer was written, or this failure. */
  public synchronized PullOutcome outcome(Optional<CredentialException> failure) {
    return new PullOutcome(
        clock.instant(),
        configured,
        image,
        mirrored,
        provider,
        workload,
        identity,
        source,
        exchange,
        failure.isEmpty() ? expiry : Optional.empty(),
        responses.map(ResponseMetadata::requestIds).orElse(List.of()),
        failure,
        failure.isEmpty() ? recoveredFrom : Optional.empty());
  }
}
