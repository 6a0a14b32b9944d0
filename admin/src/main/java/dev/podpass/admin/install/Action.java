// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * The next step of a pass. Each may be repeated, and each change of a file is an atomic replacement
 * that is on the disk afterwards.
 */
sealed interface Action {
  /** Writes podpass's state. */
  record Save(NodeState state) implements Action {}

  /** Keeps a copy of a text that may have to be restored, with the file's attributes. */
  record Keep(String text) implements Action {}

  /** Makes a directory that kubelet looks for. */
  record MakeDirectory(String path) implements Action {}

  /** Copies the executable, tries the copy, and gives it its name. */
  record PutProgram(String path) implements Action {}

  /** Makes or replaces a symbolic link. */
  record PutLink(String path, String target) implements Action {}

  /** Removes a file, a link, or a directory that is empty. */
  record Remove(String path) implements Action {}

  /**
   * Replaces or removes kubelet's configuration, if it is still the text that was seen.
   *
   * @param text what it becomes
   * @param effects on the images of an entry that is replaced, one a line
   */
  record WriteConfig(NewText text, List<String> effects) implements Action {
    WriteConfig(NewText text) {
      this(text, List.of());
    }
  }

  /** Gives kubelet's configuration to root alone. */
  record Secure() implements Action {}

  /** Asks how well kubelet is before it is changed. */
  record AskHealth() implements Action {}

  /** Restarts kubelet. */
  record Restart(RestartMethod method) implements Action {}

  /**
   * Waits for a kubelet.
   *
   * @param not the process that it must not be; empty if any will do
   * @param expected how well it must be
   */
  record Await(String not, Health expected) implements Action {}

  /** Removes podpass's state with its copies. */
  record Forget() implements Action {}

  /**
   * Ends the pass.
   *
   * @param hint what to do if the node is not as it should be; empty if there is nothing to say
   */
  record Done(PassReport.Outcome outcome, String message, Optional<String> hint) implements Action {
    /** One without a hint. */
    Done(PassReport.Outcome outcome, String message) {
      this(outcome, message, Optional.empty());
    }
  }

  /** The new content of kubelet's configuration. */
  sealed interface NewText {
    /** This text, in a file with the attributes of the present one. */
    record Written(String text) implements NewText {}

    /** The copy that was kept, with its own attributes. */
    record Restored(Snapshot.Regular copy, String text) implements NewText {}

    /** No file. */
    record Gone() implements NewText {}
  }
}
