// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.FileEntry;
import java.util.ArrayList;
import java.util.List;

/** Checks of what a distribution or a cloud does with kubelet's credential providers. */
final class PlatformChecks {
  private static final String RKE2 = "/var/lib/rancher/rke2";
  private static final String PLATFORM = "platform";

  private PlatformChecks() {}

  static List<Check> of(NodeFiles files, List<FileEntry> entries, String config) {
    List<Check> checks = new ArrayList<>();
    List<FileEntry> own = entries.stream().filter(FileEntry::isPodpass).toList();
    ManagedFile.at(config)
        .filter(_ -> !own.isEmpty())
        .map(managed ->
            Check.warning(
                PLATFORM,
                config + ": " + managed.written() + ", which removes podpass's entry",
                managed.instead()))
        .ifPresent(checks::add);
    if (files.isDirectory(RKE2)
        && own.stream()
            .anyMatch(entry -> entry.withoutToken().filter(how -> !how.equals("fail")).isEmpty())) {
      checks.add(
          Check.warning(
              PLATFORM,
              "RKE2's bootstrap runs the plugins too, without a token, for its runtime image",
              "set --otherwise=node or anonymous if matchImages has the registry of RKE2's"
                  + " images"));
    }
    return checks;
  }
}
