// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.EntryPrograms;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.node.NodeInspection.ConfigCheck;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The configuration that the kubelet of a node reads, and what its entries run.
 *
 * @param file empty if kubelet or its file is not found
 */
public record NodeConfiguration(
    NodeInspection node, EntryPrograms programs, Optional<ConfigCheck> file) {

  public static NodeConfiguration of(NodeInspection node, CheckContext context) {
    EntryPrograms programs = node.programs(context);
    return new NodeConfiguration(
        node, programs, node.configuration().map(path -> ConfigChecks.of(path, programs)));
  }

  List<FileEntry> entries() {
    return file.map(ConfigCheck::entries).orElse(List.of());
  }

  /** Those that run podpass. */
  public List<FileEntry> own() {
    return entries().stream().filter(FileEntry::isPodpass).toList();
  }

  /** What keeps podpass's entries and their options from being known. */
  List<String> unknown() {
    Stream<String> unread =
        node.unknownConfiguration().or(() -> file.flatMap(ConfigCheck::unread)).stream()
            .map(reason -> "which images podpass serves: " + reason);
    Stream<String> environment =
        Stream.of("options that kubelet's environment sets: it cannot be read")
            .filter(
                _ -> node.processes().kubelet().isPresent() && node.kubeletEnvironment().isEmpty())
            .filter(_ -> !own().isEmpty());
    return Stream.concat(unread, environment).toList();
  }

  /** The directories of the node's caches, as paths on the node; none without entries. */
  public List<String> caches() {
    file.flatMap(ConfigCheck::unread)
        .ifPresent(why -> {
          throw new CredentialException(
              Kind.CONFIGURATION,
              "the directory of the cache is not known: " + why,
              "--cache-dir=DIR");
        });
    return own().stream().flatMap(this::cache).distinct().toList();
  }

  private Stream<String> cache(FileEntry entry) {
    try {
      return Stream.of(programs.settings(entry).readCache().directory().toString());
    } catch (CredentialException _) {
      return Stream.empty(); // No pull by it succeeds.
    }
  }
}
