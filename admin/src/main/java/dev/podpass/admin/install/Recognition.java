// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.Installed;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises what podpass has put on a node whose state was lost: an entry of kubelet's
 * configuration that is named after a provider, and whose plugin is a link to podpass's program.
 *
 * @param node the node
 * @param config the path of kubelet's configuration file
 * @param binDir kubelet's plugin directory
 * @param name of the program
 * @param providers the ids that end the names of entries
 * @param version of this podpass
 */
record Recognition(
    Node node, String config, String binDir, String name, List<String> providers, String version) {

  /** The state, with a manifest of what is recognised if it has none. */
  NodeState of(NodeState state, Optional<String> text) throws IOException {
    if (state.installed().isPresent() || text.isEmpty() || text.get().isBlank()) {
      return state;
    }
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    Optional<Path> program = node.writer().existing(binDir + "/" + name);
    if (program.isEmpty() || !(Snapshot.of(program.get()) instanceof Snapshot.Regular regular)) {
      return state;
    }
    files.put(binDir + "/" + name, OwnedFile.of(regular));
    List<String> entries =
        providers.stream()
            .map(id -> name + "-" + id)
            .filter(
                entry -> isLink(entry, files) && ConfigRemoval.hasAny(text.get(), List.of(entry)))
            .toList();
    if (entries.isEmpty()) {
      return state;
    }
    boolean own = config.endsWith("/podpass.yaml") || config.endsWith("/00-podpass.yaml");
    return state.with(
        Optional.of(
            new Installed(
                OwnedFile.of(regular),
                files,
                new EditedConfig(
                    config,
                    own ? Optional.of(Snapshot.ABSENT) : Optional.empty(),
                    List.of(),
                    entries,
                    Optional.empty()),
                Optional.empty(),
                version,
                node.clock().instant())));
  }

  private boolean isLink(String entry, Map<String, OwnedFile> files) {
    try {
      Optional<Path> place = node.writer().existing(binDir + "/" + entry);
      if (place.isPresent() && Snapshot.of(place.get()).equals(new Snapshot.Link(name))) {
        files.put(binDir + "/" + entry, OwnedFile.of(new Snapshot.Link(name)));
        return true;
      }
      return false;
    } catch (IOException _) {
      return false;
    }
  }
}
