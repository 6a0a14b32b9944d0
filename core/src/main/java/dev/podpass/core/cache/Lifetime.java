// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import dev.podpass.spi.Credential;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes how long kubelet may cache an answer; a pure function of instants. */
public final class Lifetime {
  /** Long enough to pull a large image that is started with the last cached answer. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** At most a fifth of a short lifetime. */
  private static final int LEAST_MARGIN_SHARE = 5;

  /** The maximum of the operator's limit; entries are never kept longer, whatever their expiry. */
  static final Duration CEILING = Duration.ofHours(24);

  /** At most a tenth: enough to spread the renewals of nodes that started together. */
  private static final double JITTER_SHARE = 0.1;

  private Lifetime() {}

  /**
   * The lifetime of a credential: until it ends, less a margin, and until it is read again; less
   * jitter (from 0 to 1), in whole seconds. Zero if neither is known, or the end is past.
   */
  public static Duration of(Credential credential, Instant now, Duration longest, double jitter) {
    Optional<Duration> ending =
        credential.expiry().map(end -> Duration.between(now, end)).map(Lifetime::lessMargin);
    Duration usable =
        Stream.of(ending, credential.readAgainAfter())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    if (usable.isNegative()) {
      return Duration.ZERO;
    }
    Duration limited = Collections.min(List.of(longest, CEILING, usable));
    return Duration.ofSeconds((long) (limited.toSeconds() * (1 - JITTER_SHARE * jitter)));
  }

  private static Duration lessMargin(Duration life) {
    return life.minus(Collections.min(List.of(MARGIN, life.dividedBy(LEAST_MARGIN_SHARE))));
  }
}
