// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import dev.podpass.spi.token.ServiceAccountSubject.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests that have ended. */
final class Outcomes {
  static final Instant AT = Instant.parse("2026-11-25T10:00:00Z");

  private static final ImageReference IMAGE = ImageReference.parse("registry.example/team-a/app");

  private Outcomes() {}

  static PullOutcome exchanged(Duration took) {
    return outcome("app-0", Source.EXCHANGE, Optional.of(took), Optional.empty());
  }

  static PullOutcome cached() {
    return outcome("app-0", Source.CACHE, Optional.empty(), Optional.empty());
  }

  /** The same where more providers are configured. */
  static PullOutcome beside(String other, PullOutcome it) {
    return new PullOutcome(
        it.at(),
        List.of("fake", other),
        it.image(),
        it.mirrored(),
        it.provider(),
        it.workload(),
        it.identity(),
        it.source(),
        it.exchange(),
        it.expiry(),
        it.requestIds(),
        it.failure(),
        it.recoveredFrom());
  }

  static PullOutcome placeholder() {
    return outcome(
        "app-0",
        Source.PLACEHOLDER,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new CredentialException(Kind.UNAVAILABLE, "the cloud is out")));
  }

  static PullOutcome notRenewed() {
    return outcome(
        "app-0",
        Source.CACHE,
        Optional.of(Duration.ofMillis(900)),
        Optional.empty(),
        Optional.of(new CredentialException(Kind.UNAVAILABLE, "the cloud is out")));
  }

  static PullOutcome denied() {
    return outcome(
        "app-0",
        Source.EXCHANGE,
        Optional.of(Duration.ofMillis(80)),
        Optional.of(new CredentialException(Kind.DENIED, "no", "ask")));
  }

  static PullOutcome ofPod(String pod) {
    return outcome(pod, Source.CACHE, Optional.empty(), Optional.empty());
  }

  private static PullOutcome outcome(
      String pod,
      Source source,
      Optional<Duration> exchange,
      Optional<CredentialException> failure) {
    return outcome(pod, source, exchange, failure, Optional.empty());
  }

  private static PullOutcome outcome(
      String pod,
      Source source,
      Optional<Duration> exchange,
      Optional<CredentialException> failure,
      Optional<CredentialException> recoveredFrom) {
    return new PullOutcome(
        AT,
        List.of("fake"),
        Optional.of(IMAGE),
        Optional.empty(),
        Optional.of("fake"),
        Optional.of(
            new ServiceAccountSubject(
                "team-a",
                new ObjectReference("puller", Optional.of("s-uid")),
                Optional.of(new ObjectReference(pod, Optional.of("p-uid"))),
                Optional.of(new ObjectReference("node-1", Optional.empty())))),
        Map.of("role", new Sourced<>("r1", "annotation x")),
        source,
        exchange,
        failure.isEmpty() && source != Source.PLACEHOLDER
            ? Optional.of(AT.plusSeconds(3_000))
            : Optional.empty(),
        exchange.isPresent() ? List.of("request-1") : List.of(),
        failure,
        recoveredFrom);
  }
}
