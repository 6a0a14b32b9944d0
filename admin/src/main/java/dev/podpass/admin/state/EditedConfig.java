// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import java.util.List;
import java.util.Optional;

/**
 * Kubelet's configuration file that podpass has put its entries into.
 *
 * @param path on the node
 * @param original the file without them, whose copy is kept; empty if it is not known
 * @param written the texts that podpass made of that original: the present one, and the next one
 *     while it is being written
 * @param entries the names of its entries; none once they are being removed
 * @param replaced the name of the entry whose place they took, if they took one
 */
public record EditedConfig(
    String path,
    Optional<Snapshot> original,
    List<Snapshot> written,
    List<String> entries,
    Optional<String> replaced) {
  public EditedConfig {
    written = List.copyOf(written);
    entries = List.copyOf(entries);
  }
}
