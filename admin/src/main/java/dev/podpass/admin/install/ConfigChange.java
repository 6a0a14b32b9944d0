// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.ConfigMerge;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
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
   * @param placement where the entries go
   * @throws CredentialException of kind {@code CONFIGURATION} if they cannot go there
   */
  static ConfigChange install(FoundConfig found, ConfigDocument document, Placement placement) {
    Optional<String> now = found.now();
    Optional<String> original = found.original();
    List<String> names = document.entries().stream().map(ProviderEntry::name).toList();
    boolean nothingElse = found.edited().map(it -> names.containsAll(it.entries())).orElse(true);
    if (now.isPresent() && nothingElse && hasAll(now.get(), document, placement)) {
      return new ConfigChange(original, now);
    }
    Optional<String> base = original.filter(text -> !text.isBlank());
    if (base.isEmpty() && placement instanceof Placement.Replacing(String replaced)) {
      throw new CredentialException(
          Kind.CONFIGURATION,
          "kubelet's configuration has no entry " + replaced + " to replace; nothing was changed",
          "name the file that has it with --config-file, or leave out --replace");
    }
    String text =
        base.map(it -> ConfigMerge.of(it, document, placement).text()).orElseGet(document::yaml);
    return new ConfigChange(original, Optional.of(text));
  }

  /** Without podpass's entries. */
  static ConfigChange uninstall(FoundConfig found) {
    return new ConfigChange(found.original(), found.original());
  }

  private static boolean hasAll(String text, ConfigDocument document, Placement placement) {
    return !text.isBlank() && ConfigMerge.of(text, document, placement).changes().isEmpty();
  }
}
