// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;

/**
 * A configuration as it was judged.
 *
 * @param checks what there is to say
 * @param entries its providers, of all files
 */
public record ConfigCheck(List<Check> checks, List<FileEntry> entries) {
  /** Keeps its own copies. */
  public ConfigCheck {
    checks = List.copyOf(checks);
    entries = List.copyOf(entries);
  }
}
