// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.EditedConfig;
import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.journal.OwnedFile;
import dev.podpass.admin.journal.Snapshot;
import dev.podpass.admin.journal.Step;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.kubeletconfig.ProviderEntry;
import dev.podpass.file.Sha256;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be on a node, and where.
 *
 * @param request what was asked for
 * @param layout where kubelet looks
 * @param source the executable that is copied
 * @param config what becomes of kubelet's configuration
 */
record DesiredState(
    InstallRequest request, NodeLayout layout, OwnedFile source, ConfigChange config) {

  /** The executable's path on the node. */
  String program() {
    return layout.binDir() + "/" + request.name();
  }

  /** All files that podpass alone may put there, in their order: directories, program, links. */
  Map<String, Snapshot> files() {
    Map<String, Snapshot> files = new LinkedHashMap<>();
    layout.missing().forEach(directory -> files.put(directory, new Snapshot.Directory()));
    files.put(program(), source.is());
    entries()
        .forEach(
            name -> files.put(layout.binDir() + "/" + name, new Snapshot.Link(request.name())));
    return files;
  }

  private List<String> entries() {
    return request.document().entries().stream().map(ProviderEntry::name).toList();
  }

  private Optional<String> replaced() {
    return request.placement() instanceof Placement.Replacing(String name)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** Kubelet's configuration with podpass's entries. */
  String text() {
    return config.text().orElseThrow();
  }

  private Snapshot configFile() {
    return Snapshot.ofText(config.text());
  }

  /** The step to that configuration, if the file differs. */
  Optional<Step> configStep(Optional<String> now) {
    return Step.between(layout.config(), Snapshot.ofText(now), configFile());
  }

  /** Digest of all that kubelet is to read. */
  String values() {
    return Sha256.of(
        String.join(
            "\n",
            request.document().json(),
            request.placement().toString(),
            request.name(),
            layout.config(),
            layout.binDir()));
  }

  /** Digest by which the change to this state is known again, should it fail. */
  String result() {
    return NodePass.result(files(), layout.config(), configFile());
  }

  /** The manifest of a node that is in this state. */
  Installed manifest(Map<String, OwnedFile> owned, Instant at) {
    return new Installed(
        source,
        owned,
        new EditedConfig(
            layout.config(),
            Snapshot.ofText(config.original()),
            configFile(),
            entries(),
            replaced()),
        Sha256.of(values() + source.is()),
        values(),
        request.version(),
        at);
  }
}
