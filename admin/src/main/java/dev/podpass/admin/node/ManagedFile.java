// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.util.Arrays;
import java.util.Optional;

/** Configurations of credential providers that a platform writes itself, and so overwrites. */
public enum ManagedFile {
  EKS(
      "/etc/eks/image-credential-provider/",
      "nodeadm rewrites it at every boot",
      "set --image-credential-provider-config and --image-credential-provider-bin-dir to a file and"
          + " a directory of your own, in spec.kubelet.flags of NodeConfig"),
  GKE(
      "/etc/srv/kubernetes/",
      "GKE's start script rewrites it at every boot",
      "run podpass config merge from a DaemonSet that keeps it so"),
  AKS(
      "/var/lib/kubelet/credential-provider-config.yaml",
      "AKS rewrites it when it provisions or upgrades a node",
      "run podpass config merge from a DaemonSet that keeps it so"),
  KOPS(
      "/var/lib/kubelet/credential-provider.conf",
      "kOps's nodeup rewrites it at every boot",
      "set --image-credential-provider-config to a file of your own"),
  TALOS(
      "/etc/kubernetes/kubelet-credentialproviderconfig.yaml",
      "Talos's machined writes it from the machine configuration",
      "put the entry into the machine configuration"),
  OPENSHIFT(
      "/etc/kubernetes/credential-providers/",
      "OpenShift's machine config operator restores it",
      "put the file into a MachineConfig");

  private final String path;
  private final String written;
  private final String instead;

  ManagedFile(String path, String written, String instead) {
    this.path = path;
    this.written = written;
    this.instead = instead;
  }

  public static Optional<ManagedFile> at(String file) {
    return Arrays.stream(values())
        .filter(managed ->
            managed.path.endsWith("/") ? file.startsWith(managed.path) : file.equals(managed.path))
        .findFirst();
  }

  /** When it is overwritten, and by which program. */
  public String written() {
    return written;
  }

  /** The setting that is in effect instead. */
  public String instead() {
    return instead;
  }
}
