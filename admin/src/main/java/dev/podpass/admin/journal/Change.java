// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import dev.podpass.admin.kubelet.RestartMethod;
import java.util.List;
import java.util.Optional;

/**
 * A change that is under way; it is recorded before the first file is touched, and at each phase.
 *
 * @param phase how far it has come
 * @param steps in the order in which they are made
 * @param target what is installed when it is done; empty for an uninstallation
 * @param restart how kubelet is restarted; empty if it is not
 * @param kubelet the process that runs before, if one does
 * @param healthzPort where that process says that it is healthy; 0 if it does not
 * @param result digest of what it makes, by which a change that failed is known again
 * @param reason why it is undone
 */
public record Change(
    Phase phase,
    List<Step> steps,
    Optional<Installed> target,
    Optional<RestartMethod> restart,
    Optional<String> kubelet,
    int healthzPort,
    String result,
    String reason) {
  /** What the next pass does about a change that was interrupted. */
  public enum Phase {
    /** Files are changed: they are put back, and nothing else has happened. */
    APPLY,
    /** All files are there, and kubelet is restarted: it is awaited. */
    RESTART,
    /** Kubelet did not start: files are put back, and it is restarted once more. */
    UNDO
  }

  /** Keeps its own copy of the steps. */
  public Change {
    steps = List.copyOf(steps);
  }

  /** The same, further on. */
  public Change in(Phase next) {
    return new Change(next, steps, target, restart, kubelet, healthzPort, result, reason);
  }

  /** The same, to be undone. */
  public Change undoneBecause(String why) {
    return new Change(Phase.UNDO, steps, target, restart, kubelet, healthzPort, result, why);
  }
}
