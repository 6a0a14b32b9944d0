// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import java.util.Optional;

/**
 * Kubelet's configuration file as a pass finds it.
 *
 * @param now its text, if there is a file
 * @param edited what podpass did to it before
 * @param original the text without podpass's entries; empty if there is no file without them
 */
record FoundConfig(Optional<String> now, Optional<EditedConfig> edited, Optional<String> original) {

  /**
   * Its original is what was kept, or what another program has written since, with an entry in its
   * place again that podpass's took.
   *
   * @param kept the text that podpass kept when it edited the file
   */
  static FoundConfig of(
      Optional<String> now, Optional<EditedConfig> edited, Optional<String> kept) {
    return new FoundConfig(now, edited, edited.isEmpty() ? now : original(now, edited.get(), kept));
  }

  private static Optional<String> original(
      Optional<String> now, EditedConfig edit, Optional<String> kept) {
    return Snapshot.ofText(now).equals(edit.left())
        ? kept
        : now.flatMap(text -> without(text, edit, kept));
  }

  private static Optional<String> without(String text, EditedConfig edit, Optional<String> kept) {
    return edit.replaced().isPresent() && kept.isPresent()
        ? ConfigRemoval.restoring(
            text, edit.entries().getFirst(), edit.replaced().get(), kept.get())
        : ConfigRemoval.of(text, edit.entries());
  }
}
