// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.FileEntry;

/** Distinguishes podpass's entries from those of other plugins. */
final class PluginEntry {
  private PluginEntry() {}

  /** Whether an entry is written for podpass, by its name or its arguments. */
  static boolean isPodpass(FileEntry entry) {
    return entry.label().startsWith("podpass")
        || entry.args().stream().anyMatch(arg -> arg.text().matches("--provider(=.*)?"));
  }
}
