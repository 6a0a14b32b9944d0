// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.NodeInspection.ConfigCheck;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories of the node's caches, by the entries of kubelet's configuration. */
public final class NodeCaches {
  private NodeCaches() {}

  /** Paths on the node; none if kubelet or its configuration is not found, or it has no entry. */
  public static List<String> directories(NodeFiles files, CheckContext context) {
    NodeInspection node = new NodeInspection(files);
    EntryPrograms programs = node.programs(context);
    Optional<ConfigCheck> configuration =
        node.configuration().map(path -> ConfigChecks.of(path, programs));
    configuration
        .flatMap(ConfigCheck::unread)
        .ifPresent(why -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "the directory of the cache is not known: " + why,
              "--cache-dir=DIR");
        });
    return configuration.map(ConfigCheck::entries).orElse(List.of()).stream()
        .filter(FileEntry::isPodpass)
        .flatMap(entry -> directory(entry, programs))
        .distinct()
        .toList();
  }

  private static Stream<String> directory(FileEntry entry, EntryPrograms programs) {
    try {
      return Stream.of(programs.settings(entry).readCache().directory().toString());
    } catch (CredentialException _) {
      return Stream.empty(); // No pull by it succeeds.
    }
  }
}
