// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.state.OwnedFile;
import dev.podpass.admin.state.Snapshot;
import dev.podpass.core.file.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wanted files of a node, and their places.
 *
 * @param request what was asked for
 * @param layout where kubelet looks
 * @param source the executable that is copied
 * @param change what becomes of kubelet's configuration
 */
record DesiredState(
    InstallRequest request, NodeLayout layout, OwnedFile source, ConfigChange change) {

  /** The executable's path on the node. */
  String program() {
    return layout.binDir() + "/" + request.name();
  }

  /** All files that podpass alone may put there, in their order: directories, program, links. */
  Map<String, Snapshot> files() {
    Map<String, Snapshot> files = new LinkedHashMap<>();
    layout.missing().forEach(directory -> files.put(directory, new Snapshot.Directory()));
    files.put(program(), source.snapshot());
    entries()
        .forEach(
            name -> files.put(layout.binDir() + "/" + name, new Snapshot.Link(request.name())));
    return files;
  }

  List<String> entries() {
    return ConfigChange.names(change.document());
  }

  Optional<String> replaced() {
    return request.placement() instanceof Placement.Replacing(String name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** The content of kubelet's configuration with podpass's entries. */
  Snapshot config() {
    return Snapshot.ofText(Optional.of(change.text()));
  }

  /** Digest of all that kubelet is to read. */
  String values() {
    return Sha256.of(
        String.join(
            "\n",
            change.document().json(),
            request.placement().toString(),
            request.name(),
            layout.config(),
            layout.binDir()));
  }

  /** Digest by which the change to this state is known again, should it fail. */
  String digest() {
    return Sha256.of(values() + source.snapshot());
  }
}
