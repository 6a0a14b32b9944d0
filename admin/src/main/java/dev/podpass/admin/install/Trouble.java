// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import java.util.List;
import java.util.Optional;

/**
 * Why a change is undone.
 *
 * @param stage what failed
 * @param reason what happened
 * @param hint what to do about it; empty if there is nothing to say
 * @param certain whether the same must fail again
 * @param log the end of kubelet's log
 */
record Trouble(
    Stage stage, String reason, Optional<String> hint, boolean certain, List<String> log) {
  Trouble {
    log = List.copyOf(log);
  }

  /** The stage of a pass that failed. */
  enum Stage {
    /** A file could not be written. */
    DISK,
    /** The executable does not run. */
    TRIAL,
    /** Kubelet could not be restarted, and goes on with what it has read. */
    RESTART,
    /** Kubelet did not start, or is not as well as before. */
    HEALTH
  }

  /** One that says nothing of the change. */
  static Trouble passing(Stage stage, String reason, Optional<String> hint) {
    return new Trouble(stage, reason, hint, false, List.of());
  }
}
