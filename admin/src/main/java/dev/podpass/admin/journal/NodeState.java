// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that podpass remembers of a node, in one file: the manifest and the change that is under way
 * cannot contradict each other.
 *
 * @param installed the manifest
 * @param read which kubelet has read which values
 * @param failed the last change that was undone
 * @param change the one that is under way
 * @param repairs when kubelet was restarted because another program had changed a file
 */
public record NodeState(
    Optional<Installed> installed,
    Optional<ReadConfig> read,
    Optional<FailedChange> failed,
    Optional<Change> change,
    List<Instant> repairs) {
  /** Of a node on which podpass has done nothing. */
  public static final NodeState NEW =
      new NodeState(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /**
   * What a kubelet is known to have read when it started.
   *
   * @param process which kubelet
   * @param values digest of podpass's entries; of none after an uninstallation
   */
  public record ReadConfig(String process, String values) {}

  /** Keeps its own copy of the times. */
  public NodeState {
    repairs = List.copyOf(repairs);
  }

  /** The same while a change is under way. */
  public NodeState during(Change now) {
    return new NodeState(installed, read, failed, Optional.of(now), repairs);
  }

  /** The same with a change that is over, and left things as they had been. */
  public NodeState undone() {
    return new NodeState(installed, read, failed, Optional.empty(), repairs);
  }

  /** The same after a change that failed. */
  public NodeState failed(FailedChange why) {
    return new NodeState(installed, read, Optional.of(why), Optional.empty(), repairs);
  }

  /** The same after a change that is done; what failed before is of no interest any more. */
  public NodeState done(Optional<Installed> now) {
    return new NodeState(now, read, Optional.empty(), Optional.empty(), repairs);
  }

  /** The same with a manifest that says more exactly what is there. */
  public NodeState with(Installed manifest) {
    return new NodeState(Optional.of(manifest), read, failed, change, repairs);
  }

  /** The same when it is known what kubelet has read. */
  public NodeState reading(ReadConfig now) {
    return new NodeState(installed, Optional.of(now), failed, change, repairs);
  }

  /** The same with other times of repairs. */
  public NodeState repairedAt(List<Instant> times) {
    return new NodeState(installed, read, failed, change, times);
  }
}
