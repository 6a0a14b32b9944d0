// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why podpass cannot be on a node: by its object, or by where a pod wants to be. */
final class ClosedNode {
  static final String WINDOWS = "Windows nodes";
  static final String VIRTUAL = "virtual nodes";

  /** The beginnings of the names that nodes of Fargate and virtual kubelets have. */
  private static final List<String> VIRTUAL_NAMES = List.of("fargate-", "virtual-");

  private static final Set<String> ARCHITECTURES = Set.of("", "amd64", "arm64");

  private ClosedNode() {}

  /**
   * The reason; empty if there is none.
   *
   * @param name the node's; empty if a pod has none yet
   * @param labels the node's, or those that a pod selects
   * @param info the node's {@code status.nodeInfo}
   */
  static String reason(String name, Map<String, String> labels, Map<String, String> info) {
    String compute = labels.getOrDefault("eks.amazonaws.com/compute-type", "");
    String architecture =
        info.getOrDefault("architecture", labels.getOrDefault("kubernetes.io/arch", ""));
    if (info.getOrDefault("operatingSystem", labels.getOrDefault("kubernetes.io/os", ""))
        .equals("windows")) {
      return WINDOWS;
    }
    if (compute.equals("fargate")
        || labels.getOrDefault("type", "").equals("virtual-kubelet")
        || VIRTUAL_NAMES.stream().anyMatch(name::startsWith)) {
      return VIRTUAL;
    }
    if (compute.equals("auto")) {
      return "EKS Auto Mode";
    }
    if (name.startsWith("gk3-")) {
      return "GKE Autopilot";
    }
    if (info.getOrDefault("osImage", "").startsWith("Bottlerocket")) {
      return "Bottlerocket";
    }
    if (!ARCHITECTURES.contains(architecture)) {
      return architecture + " nodes";
    }
    return KubernetesVersion.precedesTokens(info.getOrDefault("kubeletVersion", ""))
        ? "kubelets before 1.34"
        : "";
  }
}
