// SPDX-License-Identifier: Apache-2.0
package dev.podpass.observe;

import dev.podpass.failure.CredentialException;
import dev.podpass.image.ImageReference;
import dev.podpass.spi.Identity;
import dev.podpass.token.ServiceAccountSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one request ended. What was not yet known when it ended is absent.
 *
 * @param at when
 * @param image which image
 * @param provider the id of the provider
 * @param workload for whom; what the token says of itself
 * @param identity as whom
 * @param source where the answer came from
 * @param exchange how long an exchange took, whatever came of it
 * @param expiry until when the answer may be kept
 * @param requestIds the cloud's ids of the requests
 * @param failure why there is no answer
 */
public record PullOutcome(
    Instant at,
    Optional<ImageReference> image,
    Optional<String> provider,
    Optional<ServiceAccountSubject> workload,
    Optional<Identity> identity,
    Source source,
    Optional<Duration> exchange,
    Optional<Instant> expiry,
    List<String> requestIds,
    Optional<CredentialException> failure) {

  /** Keeps its own copy of the ids. */
  public PullOutcome {
    requestIds = List.copyOf(requestIds);
  }

  /** Where an answer, or a failure, came from. */
  public enum Source {
    /**
     * Neither exchanged nor remembered: there was nothing to exchange, or it did not come to it.
     */
    NONE,
    /** An exchange with the cloud. */
    EXCHANGE,
    /** The node's cache. */
    CACHE
  }

  /** {@code ok}, or the kind of the failure; one of few, so that it can be a label. */
  String result() {
    return failure.map(f -> EnumLabel.of(f.kind())).orElse("ok");
  }
}
