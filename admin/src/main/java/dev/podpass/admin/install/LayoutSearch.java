// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.journal.Installed;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * Finds where kubelet looks: the operator's word first, then the flags of the running kubelet, then
 * what the manifest has of one that is stopped.
 */
final class LayoutSearch {
  private LayoutSearch() {}

  static NodeLayout of(
      NodeFiles files,
      NodeInspection inspection,
      InstallRequest request,
      Optional<Installed> before) {
    KubeletFlags flags = inspection.flags();
    boolean stopped = inspection.processes().kubelet().isEmpty();
    if (stopped
        && before.filter(it -> !it.files().isEmpty()).isPresent()
        && flags.config().isEmpty()
        && request.config().isEmpty()) {
      return NodeLayout.asInstalled(before.get());
    }
    KubeletFlags effective =
        new KubeletFlags(
            given(request.config(), "--config-file").or(flags::config),
            given(request.binDir(), "--bin-dir").or(flags::binDir),
            flags.kubeconfig(),
            flags.tokenGate(),
            flags.healthzPort());
    boolean rancher =
        inspection
            .processes()
            .kubelet()
            .filter(process -> process.program().matches("k3s.*|rke2.*"))
            .isPresent();
    return NodeLayout.of(files, effective, rancher);
  }

  private static Optional<Sourced<String>> given(Optional<String> path, String flag) {
    return path.map(it -> new Sourced<>(it, flag));
  }
}
