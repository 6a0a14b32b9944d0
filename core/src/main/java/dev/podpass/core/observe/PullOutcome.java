// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.spi.Identity;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of one pull. Facts that were unknown when it ended are absent.
 *
 * @param at the time of the end
 * @param configured the ids of the providers that were to choose from
 * @param image the image
 * @param mirrored the image of the mirror that it is pulled from
 * @param provider the id of the provider
 * @param workload the service account, from unverified claims
 * @param identity the identity of the pull
 * @param source the source of the answer
 * @param exchange the duration of an exchange, failed or not
 * @param expiry the end of the answer's lifetime
 * @param requestIds the cloud's request ids
 * @param failure the failure, if there is no answer
 * @param overcome the failure of the exchange, if there is an answer in spite of it
 */
public record PullOutcome(
    Instant at,
    List<String> configured,
    Optional<ImageReference> image,
    Optional<ImageReference> mirrored,
    Optional<String> provider,
    Optional<ServiceAccountSubject> workload,
    Optional<Identity> identity,
    Source source,
    Optional<Duration> exchange,
    Optional<Instant> expiry,
    List<String> requestIds,
    Optional<CredentialException> failure,
    Optional<CredentialException> overcome) {

  private static final String OK = "ok";

  /** The answer is what is left of a credential, whose renewal has failed. */
  private static final String NOT_RENEWED = "not_renewed";

  /** Kubelet has an answer that opens nothing. */
  private static final String PLACEHOLDER = "placeholder";

  public PullOutcome {
    configured = List.copyOf(configured);
    requestIds = List.copyOf(requestIds);
  }

  /** The source of an answer or a failure. */
  public enum Source {
    /** Neither exchanged nor cached: no exchange was needed, or the pull ended before it. */
    NONE,
    /** An exchange with the cloud. */
    EXCHANGE,
    /** The node's cache. */
    CACHE,
    /** None: the cloud is unavailable, and the answer is a placeholder. */
    PLACEHOLDER
  }

  /**
   * {@code ok}, {@code not_renewed}, {@code placeholder}, or the kind of the failure: a bounded
   * set, so that it can be a label.
   */
  String result() {
    if (failure.isPresent()) {
      return EnumLabel.of(failure.get().kind());
    }
    if (source == Source.PLACEHOLDER) {
      return PLACEHOLDER;
    }
    return overcome.isPresent() ? NOT_RENEWED : OK;
  }

  /** All results. */
  static Stream<String> results() {
    return Stream.concat(
        Stream.of(OK, NOT_RENEWED, PLACEHOLDER), Arrays.stream(Kind.values()).map(EnumLabel::of));
  }

  /** Whether kubelet has a credential after a pull with this result. */
  public static boolean isCredential(String result) {
    return result.equals(OK) || result.equals(NOT_RENEWED);
  }
}
