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

  private final NodeFiles files;
  private final List<FileEntry> entries;

  PlatformChecks(NodeFiles files, List<FileEntry> entries) {
    this.files = files;
    this.entries = entries;
  }

  List<Check> check(String config) {
    List<Check> checks = new ArrayList<>();
    boolean own = entries.stream().anyMatch(FileEntry::isPodpass);
    if (own) {
      ManagedFile.at(config)
          .ifPresent(managed ->
              checks.add(
                  Check.warning(
                      PLATFORM,
                      config + ": " + managed.written() + ", and podpass's entry is lost then",
                      managed.instead())));
    }
    if (files.isDirectory(RKE2) && entries.stream().anyMatch(PlatformChecks::refusesWithoutToken)) {
      checks.add(
          Check.warning(
              PLATFORM,
              "RKE2's bootstrap runs the plugins too, without a token, for its runtime image",
              "set --otherwise=node or anonymous if matchImages has the registry of RKE2's"
                  + " images"));
    }
    return checks;
  }

  private static boolean refusesWithoutToken(FileEntry entry) {
    return entry.isPodpass()
        && entry.withoutToken().filter(otherwise -> !otherwise.equals("fail")).isEmpty();
  }
}
