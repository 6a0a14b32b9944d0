// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How long kubelet may keep an answer; a pure function of instants. */
public final class Lifetime {
  /** Long enough for a large image that begins to be pulled with the last cached answer. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** Of a short life, no more than a fifth is given away. */
  private static final int LEAST_MARGIN_SHARE = 5;

  /** What an operator can raise the limit to; nothing is kept longer, whatever an expiry says. */
  static final Duration CEILING = Duration.ofHours(24);

  /** At most a tenth: enough for nodes that started together to come back apart. */
  private static final double JITTER_SHARE = 0.1;

  private Lifetime() {}

  /**
   * The life of the shortest-lived credential, less a margin and jitter, in whole seconds.
   *
   * @param expiry the earliest end of any credential issued on the way
   * @param now this instant
   * @param longest the operator's limit
   * @param jitter a random number from 0 (the longest answer) to 1
   * @return never negative; zero if the expiry is unknown or past
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
