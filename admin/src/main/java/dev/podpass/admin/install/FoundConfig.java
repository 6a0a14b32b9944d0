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
 * @param kept the text that podpass kept then
 */
record FoundConfig(Optional<String> now, Optional<EditedConfig> edited, Optional<String> kept) {

  /**
   * The text without podpass's entries: what was kept, or what another program has written since,
   * with an entry in its place again that podpass's took. Empty if there is no file without them.
   */
  Optional<String> original() {
    if (edited.isEmpty()) {
      return now;
    }
    return Snapshot.ofText(now).equals(edited.get().left())
        ? kept
        : now.flatMap(text -> without(text, edited.get()));
  }

  private Optional<String> without(String text, EditedConfig edit) {
    return edit.replaced().isPresent() && kept.isPresent()
        ? ConfigRemoval.restoring(
            text, edit.entries().getFirst(), edit.replaced().get(), kept.get())
        : ConfigRemoval.of(text, edit.entries());
  }
}
