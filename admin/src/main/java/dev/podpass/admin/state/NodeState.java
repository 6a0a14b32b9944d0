// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What podpass remembers of a node because it cannot be observed. If it is lost, the next pass goes
 * on from what is there.
 *
 * @param installed the manifest
 * @param note what kubelet has read
 * @param proven the text with which kubelet was healthy last, whose copy is kept while another is
 *     tried
 * @param failure the last change that was undone
 * @param repairs when the configuration was repaired because another program had changed it
 */
public record NodeState(
    Optional<InstallManifest> installed,
    KubeletNote note,
    Optional<Proven> proven,
    Optional<Failure> failure,
    List<Instant> repairs) {
  /** The state of a node on which podpass has done nothing. */
  public static final NodeState NEW =
      new NodeState(
          Optional.empty(), KubeletNote.UNKNOWN, Optional.empty(), Optional.empty(), List.of());

  /**
   * A configuration with which a kubelet was healthy.
   *
   * @param text of the whole file
   * @param values digest of podpass's entries
   */
  public record Proven(Snapshot text, String values) {}

  public NodeState {
    repairs = List.copyOf(repairs);
  }

  /** Returns this state with another manifest. */
  public NodeState with(Optional<InstallManifest> manifest) {
    return new NodeState(manifest, note, proven, failure, repairs);
  }

  /** Returns this state with another note on kubelet. */
  public NodeState with(KubeletNote now) {
    return new NodeState(installed, now, proven, failure, repairs);
  }

  /** Returns this state with another text that can be restored. */
  public NodeState proven(Optional<Proven> now) {
    return new NodeState(installed, note, now, failure, repairs);
  }

  /** Returns this state after a change that failed, or succeeded. */
  public NodeState failed(Optional<Failure> why) {
    return new NodeState(installed, note, proven, why, repairs);
  }

  /** Returns this state with other times of repairs. */
  public NodeState repairedAt(List<Instant> times) {
    return new NodeState(installed, note, proven, failure, times);
  }
}
