// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.spi.failure.Kind;
import java.time.Instant;
import java.util.List;

/**
 * The outcome of a pass.
 *
 * @param at when it ended
 * @param outcome in a word
 * @param message in a sentence
 * @param changes what was changed on the node, a line each
 * @param restarts how often kubelet was restarted
 */
public record PassReport(
    Instant at, Outcome outcome, String message, List<String> changes, int restarts) {
  /** How a pass ended. */
  public enum Outcome {
    /** Nothing had to be changed. */
    UNCHANGED(0),
    /** The node was changed, and is as wanted. */
    CHANGED(0),
    /** The files are as wanted, and the operator restarts kubelet. */
    RESTART_PENDING(0),
    /** The platform configures its nodes itself, and podpass changes none of them. */
    UNSUPPORTED(0),
    /** Another program keeps changing a file, which is left alone for a while. */
    BACKING_OFF(Kind.TRY_AGAIN.exitCode()),
    /** The change failed and was undone. */
    ROLLED_BACK(Kind.CONFIGURATION.exitCode()),
    /** This change failed before, and is not tried again yet. */
    FAILED_BEFORE(Kind.CONFIGURATION.exitCode()),
    /** Nothing could be done. */
    REFUSED(Kind.CONFIGURATION.exitCode());

    private final int status;

    Outcome(int status) {
      this.status = status;
    }

    /** The exit status for it. */
    public int status() {
      return status;
    }

    /** Whether the node is as it should be. */
    public boolean isGood() {
      return status == 0;
    }
  }

  public PassReport {
    changes = List.copyOf(changes);
  }

  /** Whether files were changed, for good or for a while. */
  boolean changed() {
    return !changes.isEmpty() || outcome == Outcome.ROLLED_BACK;
  }

  /** The same, with what the operator has to do for kubelet to use what is there. */
  PassReport with(List<String> unsetFlags) {
    return unsetFlags.isEmpty() || !outcome.isGood()
        ? this
        : new PassReport(
            at,
            outcome,
            "set kubelet's flags %s; %s".formatted(String.join(" ", unsetFlags), message),
            changes,
            restarts);
  }

  static PassReport of(Instant at, Outcome outcome, String message) {
    return new PassReport(at, outcome, message, List.of(), 0);
  }
}
