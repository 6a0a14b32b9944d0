// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a pass.
 *
 * @param hint what to do if the node is not as it should be
 */
public record PassReport(
    Instant at,
    Outcome outcome,
    String message,
    Optional<String> hint,
    List<String> changes,
    int restarts) {
  public PassReport {
    changes = outcome == Outcome.ROLLED_BACK ? List.of() : List.copyOf(changes);
  }

  public static PassReport of(Instant at, Outcome outcome, String message) {
    return new PassReport(at, outcome, message, Optional.empty(), List.of(), 0);
  }

  /** The same, with what the operator has to do for kubelet to use what is there. */
  PassReport with(List<String> unsetFlags) {
    return unsetFlags.isEmpty() || !outcome.isGood()
        ? this
        : saying("set kubelet's flags %s; %s".formatted(String.join(" ", unsetFlags), message));
  }

  PassReport saying(String other) {
    return new PassReport(at, outcome, other, hint, changes, restarts);
  }

  /**
   * The same, to be remembered.
   *
   * @param settles whether it settles which options are wanted
   */
  LastPass after(Optional<LastPass> last, boolean settles) {
    boolean changed = !changes.isEmpty() || outcome == Outcome.ROLLED_BACK;
    return new LastPass(
        at,
        outcome,
        message,
        last.map(LastPass::changes).orElse(0L) + (changed ? 1 : 0),
        last.map(LastPass::restarts).orElse(0L) + restarts,
        changed ? Optional.of(at) : last.flatMap(LastPass::changedAt),
        outcome == Outcome.OTHER_OPTIONS
            ? Optional.of(at)
            : last.flatMap(LastPass::contended).filter(_ -> !settles));
  }

  /** The failure of the command that made the pass. */
  public CredentialException failure() {
    boolean again = outcome == Outcome.BACKING_OFF || outcome == Outcome.OTHER_OPTIONS;
    return new CredentialException(
        again ? Kind.TRY_AGAIN : Kind.CONFIGURATION,
        message,
        hint.orElse("podpass node status shows more"));
  }

  public AuditLog.Fields auditFields(String command) {
    return json -> {
      json.writeStringField("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
      json.writeStringField("command", command);
      json.writeStringField("result", outcome.word());
      json.writeStringField("message", message);
      if (!changes.isEmpty()) {
        json.writeArrayFieldStart("changes");
        for (String change : changes) {
          json.writeString(change);
        }
        json.writeEndArray();
      }
    };
  }
}
