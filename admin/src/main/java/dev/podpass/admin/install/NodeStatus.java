// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.NodeState;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.text.IoReason;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What podpass knows of a node, and what is there now.
 *
 * @param state as the last pass left it
 * @param lastPass its account
 * @param drift the paths that are no longer as podpass left them
 */
public record NodeStatus(NodeState state, Optional<LastPass> lastPass, List<String> drift) {
  /** Keeps its own copy of the paths. */
  public NodeStatus {
    drift = List.copyOf(drift);
  }

  /** Whether the node is as wanted, as far as podpass knows. */
  public boolean isGood() {
    return state.installed().isPresent()
        && state.change().isEmpty()
        && drift.isEmpty()
        && lastPass.filter(last -> last.report().outcome().isGood()).isPresent();
  }

  /**
   * Looks at a node; nothing is changed.
   *
   * @throws CredentialException of kind {@code UNAVAILABLE} if it cannot be read
   */
  public static NodeStatus of(Node node) {
    try {
      NodeState state = node.store().load();
      List<String> drift = new ArrayList<>();
      if (state.installed().isPresent()) {
        Installed installed = state.installed().get();
        for (var file : installed.files().entrySet()) {
          Snapshot now = node.writer().now(file.getKey(), Optional.of(file.getValue()));
          if (!now.equals(file.getValue().is())) {
            drift.add(file.getKey());
          }
        }
        String config = installed.config().path();
        if (!node.writer().now(config, Optional.empty()).equals(installed.config().left())) {
          drift.add(config);
        }
      }
      return new NodeStatus(state, LastPass.read(node.store().lastPass()), drift);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              node.store().directory() + " cannot be read (" + IoReason.of(e) + ")",
              "run this as root")
          .causedBy(e);
    }
  }
}
