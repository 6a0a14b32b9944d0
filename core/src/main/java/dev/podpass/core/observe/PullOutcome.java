// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.token.ServiceAccountSubject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The outcome of one pull. Facts that were unknown when it ended are absent. The workload is from
 * unverified claims; {@code mirrored} is the image of the mirror that it is pulled from, and {@code
 * recoveredFrom} the failure of an exchange in spite of which there is an answer.
 */
public record PullOutcome(
    Instant at,
    List<String> configured,
    Optional<ImageReference> image,
    Optional<ImageReference> mirrored,
    Optional<String> provider,
    Optional<ServiceAccountSubject> workload,
    Map<String, Sourced<String>> identity,
    Source source,
    Optional<Duration> exchange,
    Optional<Instant> expiry,
    List<String> requestIds,
    Optional<CredentialException> failure,
    Optional<CredentialException> recoveredFrom) {

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
    EXCHANGE,
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
      return label(failure.get().kind());
    }
    if (source == Source.PLACEHOLDER) {
      return PLACEHOLDER;
    }
    return recoveredFrom.isPresent() ? NOT_RENEWED : OK;
  }

  static Stream<String> results() {
    return Stream.concat(
        Stream.of(OK, NOT_RENEWED, PLACEHOLDER),
        Arrays.stream(Kind.values()).map(PullOutcome::label));
  }

  /** Whether kubelet has a credential after a pull with this result. */
  public static boolean isCredential(String result) {
    return result.equals(OK) || result.equals(NOT_RENEWED);
  }

  /** The text of a constant as a metric label and in audit lines. */
  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
