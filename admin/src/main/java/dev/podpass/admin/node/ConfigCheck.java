// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.List;
import java.util.Optional;

/** What was found in a node's configuration, the entries that were read, and why some were not. */
public record ConfigCheck(List<Check> checks, List<FileEntry> entries, Optional<String> unread) {
  public ConfigCheck {
    checks = List.copyOf(checks);
    entries = List.copyOf(entries);
  }
}
