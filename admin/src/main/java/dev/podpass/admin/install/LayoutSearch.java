// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.node.KubeletFlags;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
            flags.nodeName(),
            flags.tokenGate(),
            flags.healthzAddress(),
            flags.healthzPort());
    return NodeLayout.of(
        node.files(),
        effective,
        isRancher(inspection),
        request.placement() instanceof Placement.First);
  }

  /**
   * Kubelet's flags that the operator must set: those paths that the request has, and that kubelet
   * does not have.
   */
  static List<String> unset(KubeletFlags flags, InstallRequest request) {
    return Stream.of(
            unset("config", request.config(), flags.config()),
            unset("bin-dir", request.binDir(), flags.binDir()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> unset(
      String name, Optional<String> given, Optional<Sourced<String>> has) {
    return given
        .filter(path -> has.filter(it -> it.value().equals(path)).isEmpty())
        .map(path -> "--image-credential-provider-" + name + "=" + path);
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
