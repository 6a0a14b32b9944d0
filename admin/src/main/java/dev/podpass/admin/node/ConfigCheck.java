// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;

/**
 * The result of checking a node's credential provider configuration.
 *
 * @param checks the findings, as checks
 * @param entries the entries of all files
 */
public record ConfigCheck(List<Check> checks, List<FileEntry> entries) {
  public ConfigCheck {
    checks = List.copyOf(checks);
    entries = List.copyOf(entries);
  }
}
