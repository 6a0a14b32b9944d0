// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.apiserver.NodePod;
import dev.podpass.admin.apiserver.ServiceAccountName;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.kubeletconfig.FileEntry.Text;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The service accounts that kubelet needs tokens of: those of the pods on its node whose images an
 * entry with an audience matches.
 *
 * @param entries of kubelet's configuration
 * @param pods on the node
 */
record NeededAccounts(List<FileEntry> entries, List<NodePod> pods) {
  NeededAccounts {
    entries = List.copyOf(entries);
    pods = List.copyOf(pods);
  }

  /** Lists the accounts whose images an entry with one of these audiences matches, in order. */
  Collection<ServiceAccountName> of(Collection<String> audiences) {
    List<FileEntry> theirs =
        entries.stream().filter(entry -> audiences.contains(audience(entry))).toList();
    return with(theirs);
  }

  /** Lists the accounts whose images an entry without tokens matches, as the cloud's plugin has. */
  Collection<ServiceAccountName> servedWithoutTokens() {
    return with(entries.stream().filter(entry -> entry.token().isEmpty()).toList());
  }

  private Collection<ServiceAccountName> with(List<FileEntry> matching) {
    TreeSet<ServiceAccountName> accounts = new TreeSet<>();
    for (NodePod pod : pods) {
      if (pod.images().stream()
          .anyMatch(image -> matching.stream().anyMatch(entry -> entry.matches(image)))) {
        accounts.add(pod.account());
      }
    }
    return accounts;
  }

  private static String audience(FileEntry entry) {
    return entry.token().flatMap(token -> token.audience()).map(Text::text).orElse("");
  }
}
