// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.ConfigRemoval;
import dev.podpass.admin.state.EditedConfig;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.admin.state.NodeState;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises what podpass has put on a node whose state was lost: entries of kubelet's
 * configuration that are named after the program and a provider, and links of these names to the
 * program.
 *
 * @param config the path of kubelet's configuration file
 * @param binDir kubelet's plugin directory
 * @param name of the program
 * @param providers the ids that end the names of entries
 */
record Recognition(String config, String binDir, String name, List<String> providers) {

  /** Looks at a path of the node. */
  @FunctionalInterface
  interface Look {
    Snapshot at(String path) throws IOException;
  }

  /** The state, with a manifest of what is recognised if it has none. */
  NodeState of(NodeState state, Optional<String> text, Look look) throws IOException {
    if (state.installed().isPresent()) {
      return state;
    }
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    List<String> entries = new ArrayList<>();
    Snapshot.Link link = new Snapshot.Link(name);
    files.put(path(name), OwnedFile.of(look.at(path(name))));
    for (String id : providers) {
      String entry = name + "-" + id;
      boolean linked = look.at(path(entry)).equals(link);
      if (linked) {
        files.put(path(entry), OwnedFile.of(link));
      }
      if (linked
          || (text.filter(it -> !it.isBlank()).isPresent()
              && ConfigRemoval.hasAny(text.get(), List.of(entry)))) {
        entries.add(entry);
      }
    }
    return entries.isEmpty() ? state : state.with(Optional.of(manifest(files, entries)));
  }

  private String path(String file) {
    return binDir + "/" + file;
  }

  private InstallManifest manifest(Map<String, OwnedFile> files, List<String> entries) {
    boolean own = config.endsWith("/podpass.yaml") || config.endsWith("/00-podpass.yaml");
    return new InstallManifest(
        OwnedFile.of(Snapshot.ABSENT),
        files,
        new EditedConfig(
            config,
            own ? Optional.of(Snapshot.ABSENT) : Optional.empty(),
            List.of(),
            entries,
            Optional.empty()),
        Optional.empty(),
        "unknown",
        Instant.EPOCH);
  }
}
