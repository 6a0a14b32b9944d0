// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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
   * The lifetime of the shortest-lived credential, less margin and jitter (from 0 to 1), in whole
   * seconds; zero if the expiry is unknown or past.
   */
  public static Duration of(
      Optional<Instant> expiry, Instant now, Duration longest, double jitter) {
    Duration life = expiry.map(end -> Duration.between(now, end)).orElse(Duration.ZERO);
    if (life.isNegative()) {
      return Duration.ZERO;
    }
    Duration usable =
        life.minus(Collections.min(List.of(MARGIN, life.dividedBy(LEAST_MARGIN_SHARE))));
    Duration limited = Collections.min(List.of(longest, CEILING, usable));
    return Duration.ofSeconds((long) (limited.toSeconds() * (1 - JITTER_SHARE * jitter)));
  }
}
