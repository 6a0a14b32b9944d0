// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.time.Duration;

/** How long a pass may take, and how long another waits for it. */
public final class PassLimits {
  /** The longest {@code --health-timeout}. */
  public static final Duration LONGEST_HEALTH_TIMEOUT = Duration.ofMinutes(10);

  /**
   * A pass restarts kubelet at most twice; a command may use its whole limit, and so may kubelet.
   */
  private static final int WAITS = 4;

  /** Copies, trials, and kubelets that must live for a minute. */
  private static final Duration WORK = Duration.ofMinutes(5);

  /** How long another pass is waited for: longer than the longest one takes. */
  static final Duration PATIENCE = pass(LONGEST_HEALTH_TIMEOUT).plusMinutes(1);

  private PassLimits() {}

  /** The longest that a pass may take once it has the lock. */
  static Duration pass(Duration healthTimeout) {
    return healthTimeout.multipliedBy(WAITS).plus(WORK);
  }

  /** The longest that a command may take that makes a pass. */
  public static Duration command(Duration healthTimeout, Duration spread) {
    return PATIENCE.multipliedBy(2).plus(spread).plus(pass(healthTimeout));
  }
}
