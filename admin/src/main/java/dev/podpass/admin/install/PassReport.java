// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.core.observe.AuditLog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
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
  /** Where the log of a kubelet that did not start is. */
  static final String LOG = "podpass node status shows the end of kubelet's log";

  public enum Outcome {
    UNCHANGED(true),
    CHANGED(true),
    /** The files are as wanted, and the operator restarts kubelet. */
    RESTART_PENDING(true),
    /** The platform configures its nodes itself, and podpass changes none of them. */
    UNSUPPORTED(true),
    /** It waits for its turn to restart kubelet, and has changed nothing yet. */
    WAITING(false),
    /** Another program keeps changing a file, which is left alone for a while. */
    BACKING_OFF(false),
    /** Another podpass has replaced these entries by others, which stay for a while. */
    OTHER_OPTIONS(false),
    /** The change failed and was undone. */
    ROLLED_BACK(false),
    FAILED_BEFORE(false),
    /** Nothing could be done. */
    REFUSED(false);

    private final boolean good;

    Outcome(boolean good) {
      this.good = good;
    }

    public boolean isGood() {
      return good;
    }

    /** The word for it in metrics and the audit log. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PassReport {
    changes = List.copyOf(changes);
  }

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
            hint,
            changes,
            restarts);
  }

  PassReport advising(String other) {
    return new PassReport(at, outcome, message, Optional.of(other), changes, restarts);
  }

  /** The failure of the command that made the pass. */
  public CredentialException failure() {
    boolean again = outcome == Outcome.BACKING_OFF || outcome == Outcome.OTHER_OPTIONS;
    return new CredentialException(
        again ? Kind.TRY_AGAIN : Kind.CONFIGURATION, message, hint.orElse(LOG));
  }

  public static PassReport of(Instant at, Outcome outcome, String message) {
    return new PassReport(at, outcome, message, Optional.empty(), List.of(), 0);
  }

  public AuditLog.Fields line(String command) {
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
