// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.journal.FailedChange;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a change may be made now: one that failed is not tried again, and what another program
 * keeps changing is repaired only so often.
 *
 * @param repair whether the same was there before, and another program has changed it
 * @param refusal why it is not made now; empty if it is
 */
record RetryDecision(boolean repair, Optional<PassReport> refusal) {

  /**
   * For a change.
   *
   * @param target the manifest after it
   * @param result digest of what it makes
   */
  static RetryDecision of(NodeState state, Installed target, String result, Instant now) {
    boolean repair =
        Stream.concat(
                state.installed().map(Installed::wanted).stream(),
                state.failed().map(FailedChange::wanted).stream())
            .anyMatch(target.wanted()::equals);
    return new RetryDecision(
        repair,
        failedBefore(state, result, now)
            .or(() -> repair ? backingOff(state, now) : Optional.empty()));
  }

  private static Optional<PassReport> failedBefore(NodeState state, String result, Instant now) {
    return state
        .failed()
        .filter(failed -> failed.result().equals(result))
        .map(failed ->
            PassReport.of(
                now,
                Outcome.FAILED_BEFORE,
                "not tried again until it changes: " + failed.reason()));
  }

  private static Optional<PassReport> backingOff(NodeState state, Instant now) {
    return RepairPolicy.notBefore(state.repairs(), now)
        .map(time ->
            PassReport.of(
                now,
                Outcome.BACKING_OFF,
                "another program keeps changing what podpass put on this node; it is left alone"
                    + " until "
                    + time));
  }

  /** What is remembered of the node while the change is made. */
  NodeState noted(NodeState state, Instant now) {
    return repair ? state.repairedAt(RepairPolicy.with(state.repairs(), now)) : state;
  }
}
