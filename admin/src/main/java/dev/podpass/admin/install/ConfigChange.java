// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.file.Sha256;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of kubelet's configuration file. Entries are added to the file as it was without
 * podpass, so that an entry that is no longer wanted disappears; a file that another program has
 * written since is taken as it is now, without podpass's entries.
 *
 * @param original the text without podpass's entries; empty if there is no file without them
 * @param text as it is to be; empty if the file is to be removed
 */
record ConfigChange(Optional<String> original, Optional<String> text) {

  /**
   * With podpass's entries.
   *
   * @param now the file's text, if there is a file
   * @param edited what podpass did to it before
   * @param kept the text that podpass kept then
   * @param placement where the entries go
   */
  static ConfigChange install(
      Optional<String> now,
      Optional<EditedConfig> edited,
      Optional<String> kept,
      ConfigDocument document,
      Placement placement) {
    Optional<String> original = original(now, edited, kept);
    List<String> names = document.entries().stream().map(ProviderEntry::name).toList();
    boolean nothingElse = edited.map(it -> names.containsAll(it.entries())).orElse(true);
    if (now.isPresent() && nothingElse && hasAll(now.get(), document, placement)) {
      return new ConfigChange(original, now);
    }
    String text =
        original
            .filter(base -> !base.isBlank())
            .map(base -> ConfigMerge.of(base, document, placement).text())
            .orElseGet(document::yaml);
    return new ConfigChange(original, Optional.of(text));
  }

  /** Without podpass's entries. */
  static ConfigChange uninstall(Optional<String> now, EditedConfig edited, Optional<String> kept) {
    Optional<String> original = original(now, Optional.of(edited), kept);
    return new ConfigChange(original, original);
  }

  private static Optional<String> original(
      Optional<String> now, Optional<EditedConfig> edited, Optional<String> kept) {
    if (edited.isEmpty()) {
      return now;
    }
    return snapshot(now).equals(edited.get().left())
        ? kept
        : now.flatMap(text -> ConfigRemoval.of(text, edited.get().entries()));
  }

  private static boolean hasAll(String text, ConfigDocument document, Placement placement) {
    return !text.isBlank() && ConfigMerge.of(text, document, placement).changes().isEmpty();
  }

  static Snapshot snapshot(Optional<String> text) {
    return text.<Snapshot>map(it -> new Snapshot.Regular(Sha256.of(it))).orElse(Snapshot.ABSENT);
  }
}
