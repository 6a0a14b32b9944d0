// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * Finds where kubelet looks: the operator's word first, then the flags of the running kubelet, then
 * what the manifest has of one that is stopped.
 */
final class LayoutSearch {
  private LayoutSearch() {}

  static NodeLayout of(
      NodeAccess node,
      NodeInspection inspection,
      InstallRequest request,
      Optional<InstallManifest> before) {
    KubeletFlags flags = inspection.flags();
    if (before.filter(it -> !it.files().isEmpty()).isPresent()
        && isStopped(node, inspection)
        && flags.config().isEmpty()
        && request.config().isEmpty()) {
      return NodeLayout.asInstalled(node.files(), before.get());
    }
    KubeletFlags effective =
        new KubeletFlags(
            given(request.config(), "--config-file").or(flags::config),
            given(request.binDir(), "--bin-dir").or(flags::binDir),
            flags.kubeconfig(),
            flags.tokenGate(),
            flags.healthzAddress(),
            flags.healthzPort());
    return NodeLayout.of(
        node.files(),
        effective,
        isRancher(inspection),
        request.placement() instanceof Placement.First);
  }

  private static boolean isStopped(NodeAccess node, NodeInspection inspection) {
    return !node.isRunning() || inspection.processes().kubelet().isEmpty();
  }

  private static boolean isRancher(NodeInspection inspection) {
    return inspection
        .processes()
        .kubelet()
        .filter(process -> process.program().matches("k3s.*|rke2.*"))
        .isPresent();
  }

  private static Optional<Sourced<String>> given(Optional<String> path, String flag) {
    return path.map(it -> new Sourced<>(it, flag));
  }

  /** Where podpass may have put something, if nothing is remembered of it. */
  static NodeLayout unknown(NodeAccess node, NodeInspection inspection) {
    boolean rancher = isRancher(inspection);
    NodeLayout first = NodeLayout.of(node.files(), inspection.flags(), rancher, true);
    return node.files().isThere(first.config())
        ? first
        : NodeLayout.of(node.files(), inspection.flags(), rancher, false);
  }
}
