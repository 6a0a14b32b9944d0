// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubeletconfig.Takeover;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.KubeletNote;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.admin.state.StateStore;
import dev.podpass.admin.text.IoReason;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The status of a node: its recorded state, and the files that are there now.
 *
 * @param state as the last pass left it
 * @param loss why the state cannot be believed, if it cannot
 * @param lastPass its account
 * @param replacement what became of the images of the entry that podpass's replaced
 * @param drift the paths that are no longer as podpass left them
 */
public record NodeStatus(
    NodeState state,
    Optional<String> loss,
    Optional<LastPass> lastPass,
    List<String> replacement,
    List<String> drift) {
  public NodeStatus {
    replacement = List.copyOf(replacement);
    drift = List.copyOf(drift);
  }

  /** Whether podpass is on the node, and is not being removed. */
  public boolean isInstalled() {
    return state.installed().filter(it -> !isLeaving()).isPresent();
  }

  private boolean isLeaving() {
    return state.note().values().equals(KubeletNote.NOTHING);
  }

  /** Whether the node is as wanted, or one that podpass does not change, as far as it knows. */
  public boolean isGood() {
    return drift.isEmpty()
        && lastPass
            .map(last -> last.report().outcome())
            .filter(it -> it == Outcome.UNSUPPORTED || (it.isGood() && isInstalled()))
            .isPresent();
  }

  /**
   * Looks at a node; nothing is changed.
   *
   * @throws CredentialException of kind {@code UNAVAILABLE} if it cannot be read
   */
  public static NodeStatus of(NodeAccess node) {
    try {
      StateStore.Loaded loaded = node.store().load();
      List<String> drift = new ArrayList<>();
      if (loaded.state().installed().isPresent()) {
        drift(node, loaded.state().installed().get(), drift);
      }
      return new NodeStatus(
          loaded.state(),
          loaded.loss(),
          LastPass.read(node.store().lastPass()),
          replacement(node, loaded.state().installed()),
          drift);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.UNAVAILABLE,
              node.store().directory() + " cannot be read (" + IoReason.of(e) + ")",
              "run this as root")
          .causedBy(e);
    }
  }

  /** Between the copy of the file as it was and the file as it is. */
  private static List<String> replacement(NodeAccess node, Optional<InstallManifest> installed)
      throws IOException {
    Optional<EditedConfig> edited =
        installed.map(InstallManifest::config).filter(it -> it.replaced().isPresent());
    Optional<String> before =
        edited.isPresent() && edited.get().original().isPresent()
            ? Optional.ofNullable(node.store().copies().get(edited.get().original().get()))
            : Optional.empty();
    Optional<String> now =
        before.isPresent() ? node.configText(edited.get().path()) : Optional.empty();
    try {
      return now.isEmpty()
          ? List.of()
          : Takeover.effects(
              before.get(),
              now.get(),
              edited.get().replaced().get(),
              edited.get().entries().getFirst());
    } catch (CredentialException _) {
      return List.of(); // Another program has made it unreadable, which is drift.
    }
  }

  private static void drift(NodeAccess node, InstallManifest installed, List<String> drift)
      throws IOException {
    for (var file : installed.files().entrySet()) {
      if (!isAsLeft(node, file.getKey(), file.getValue())) {
        drift.add(file.getKey());
      }
    }
    String config = installed.config().path();
    Optional<Path> place = node.writer().existing(config);
    Snapshot now = Snapshot.ofText(node.configText(config));
    if (!installed.config().written().contains(now)
        || place.isEmpty()
        || NodeWorld.isUnsafe(place.get(), 0)) {
      drift.add(config);
    }
  }

  private static boolean isAsLeft(NodeAccess node, String path, OwnedFile own) throws IOException {
    Optional<Path> place = node.writer().existing(path);
    if (place.isEmpty()) {
      return false;
    }
    Snapshot now = OwnedFile.at(place.get(), Optional.of(own)).snapshot();
    return own.covers(now)
        && !(now instanceof Snapshot.Regular
            && NodeWorld.isUnsafe(place.get(), NodeWorld.EXECUTABLE));
  }
}
