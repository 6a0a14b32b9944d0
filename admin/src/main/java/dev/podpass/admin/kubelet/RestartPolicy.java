// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.time.Duration;
import java.util.Optional;

/**
 * How kubelet is made to read a configuration that has changed.
 *
 * @param command for the node's shell; empty for the systemd unit of kubelet's cgroup
 * @param patience how long a restart may take, and then kubelet to be healthy
 */
public record RestartPolicy(boolean restarts, Optional<String> command, Duration patience) {
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * A pass restarts kubelet at most twice; a command may use its whole limit, and so may kubelet.
   */
  private static final int WAITS = 4;

  /** Copies, trials, and kubelets that must live for a minute. */
  private static final Duration WORK = Duration.ofMinutes(5);

  /** How long a pass waits for another: longer than the longest one takes. */
  public static final Duration TURN = LONGEST.multipliedBy(WAITS).plus(WORK).plusMinutes(1);

  /** The longest that a command may take that makes a pass. */
  public Duration longest(Duration spread) {
    return TURN.multipliedBy(2).plus(spread).plus(patience.multipliedBy(WAITS)).plus(WORK);
  }
}
