// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import java.util.List;
import java.util.Optional;

/**
 * Kubelet's configuration file that podpass has put its entries into.
 *
 * @param path on the node
 * @param original the file without them, kept for the day they are removed
 * @param left as podpass left it
 * @param entries the names of its entries
 * @param replaced the name of the entry whose place they took, if they took one
 */
public record EditedConfig(
    String path,
    Snapshot original,
    Snapshot left,
    List<String> entries,
    Optional<String> replaced) {
  /** Keeps its own copy of the names. */
  public EditedConfig {
    entries = List.copyOf(entries);
  }
}
