// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change that failed and was undone, and when it is tried again.
 *
 * @param wanted digest of what it would have made
 * @param certain whether the same must fail again
 * @param kubelet digest of the kubelet that refused it; empty if none ran
 * @param at when it failed last
 * @param times how often it failed
 * @param reason what happened
 * @param log the end of kubelet's log then
 */
public record Failure(
    String wanted,
    boolean certain,
    Optional<String> kubelet,
    Instant at,
    int times,
    String reason,
    List<String> log) {
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6));

  public Failure {
    log = List.copyOf(log);
  }

  /** When it may be tried again; a clock that was set back does not prolong the pause. */
  public Instant nextTry() {
    return at.plus(PAUSES.get(Math.min(times, PAUSES.size()) - 1));
  }

  /**
   * Whether the same change must wait.
   *
   * @param change digest of what it would make
   * @param running digest of the kubelet that runs, if one does
   */
  public boolean holds(String change, Optional<String> running, Instant now) {
    if (!wanted.equals(change)) {
      return false;
    }
    return certain
        ? running.isEmpty() || running.equals(kubelet)
        : !now.isBefore(at) && now.isBefore(nextTry());
  }
}
