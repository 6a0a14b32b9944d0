// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.Traffic;
import dev.podpass.image.ImageReference;
import dev.podpass.observe.PullOutcome;
import dev.podpass.observe.PullOutcome.Source;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.Identity;
import dev.podpass.token.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known so far of a request that has not ended yet. */
final class Journal {
  private final Clock clock;
  private Optional<ImageReference> image = Optional.empty();
  private Optional<String> provider = Optional.empty();
  private Optional<Workload> workload = Optional.empty();
  private Optional<Identity> identity = Optional.empty();
  private Source source = Source.NONE;
  private Optional<Instant> exchangeBegan = Optional.empty();
  private Optional<Duration> exchange = Optional.empty();
  private Optional<Instant> expiry = Optional.empty();
  private Optional<CredentialException> failure =
      Optional.of(new CredentialException(Kind.BUG, "a fault in podpass itself"));

  Journal(Clock clock) {
    this.clock = clock;
  }

  void asked(ImageReference asked) {
    image = Optional.of(asked);
  }

  void served(String providerId) {
    provider = Optional.of(providerId);
  }

  void claimed(Workload claimed) {
    workload = Optional.of(claimed);
  }

  void planned(ExchangePlan plan) {
    identity = Optional.of(plan.identity());
  }

  void askedCache() {
    source = Source.CACHE;
  }

  void exchangeBegins() {
    source = Source.EXCHANGE;
    exchangeBegan = Optional.of(clock.instant());
  }

  void exchangeEnds() {
    exchange = exchangeBegan.map(began -> Duration.between(began, clock.instant()));
  }

  void answered(Instant until) {
    expiry = Optional.of(until);
    failure = Optional.empty();
  }

  void failed(CredentialException because) {
    failure = Optional.of(because);
  }

  PullOutcome outcome(Traffic traffic) {
    return new PullOutcome(
        clock.instant(),
        image,
        provider,
        workload,
        identity,
        source,
        exchange,
        expiry,
        traffic.requestIds(),
        failure);
  }
}
