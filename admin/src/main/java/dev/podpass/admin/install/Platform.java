// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import dev.podpass.admin.node.NodeFiles;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;

/** Operating systems that cannot be changed from within, by what they call themselves. */
public enum Platform {
  /** A Bottlerocket that AWS alone configures. */
  EKS_AUTO_MODE(
      "it is one of EKS Auto Mode, whose root file system is read-only and whose kubelet AWS alone"
          + " configures",
      "run pods that need podpass in a node group of AL2023",
      "eks.md#where-it-cannot-work"),
  BOTTLEROCKET(
      "Bottlerocket has a read-only root file system and renders kubelet's configuration itself",
      "use AL2023 nodes, or build a Bottlerocket variant",
      "eks.md"),
  TALOS(
      "Talos writes kubelet's configuration from the machine configuration, and takes programs as"
          + " system extensions only",
      "put the providers into the machine configuration, and install a system extension",
      "self-managed.md#talos"),
  OPENSHIFT(
      "the Machine Config Operator of OpenShift reverts changes, and the plugin directory is"
          + " read-only",
      "put the merged file into a MachineConfig, and add podpass to a layered image",
      "self-managed.md#openshift");

  /** In full it is {@code Bottlerocket (EKS Auto, Standard) 2026.9.14 (aws-k8s-1.36-standard)}. */
  private static final String EKS_AUTO = "Bottlerocket (EKS Auto";

  private final String reason;
  private final String instead;
  private final String page;

  Platform(String reason, String instead, String page) {
    this.reason = reason;
    this.instead = instead;
    this.page = page;
  }

  public static Optional<Platform> of(NodeFiles files) {
    String release = files.read("/etc/os-release").orElse("");
    if (value(release, "PRETTY_NAME").startsWith(EKS_AUTO)) {
      return Optional.of(EKS_AUTO_MODE);
    }
    return switch (value(release, "ID")) {
      case "bottlerocket" -> Optional.of(BOTTLEROCKET);
      case "talos" -> Optional.of(TALOS);
      case "rhcos", "scos" -> Optional.of(OPENSHIFT);
      default ->
          value(release, "OPENSHIFT_VERSION").isEmpty() ? Optional.empty() : Optional.of(OPENSHIFT);
    };
  }

  private static String value(String release, String name) {
    return release
        .lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replaceAll("[\"']", "").strip())
        .findFirst()
        .orElse("");
  }

  public CredentialException refusal() {
    return new CredentialException(
        Kind.CONFIGURATION,
        "podpass cannot be installed on this node: " + reason,
        instead + "; see docs/platforms/" + page);
  }
}
