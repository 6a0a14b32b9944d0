// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.util.Optional;

/**
 * What kubelet is told of credential providers, and where the rest of its settings stand.
 *
 * @param config {@code --image-credential-provider-config}, a file or a folder
 * @param binDir {@code --image-credential-provider-bin-dir}
 * @param kubeconfig {@code --kubeconfig}
 * @param tokenGate {@code true} or {@code false}, if something sets the feature gate {@code
 *     KubeletServiceAccountTokenForCredentialProviders}
 */
public record KubeletFlags(
    Optional<Setting> config,
    Optional<Setting> binDir,
    Optional<Setting> kubeconfig,
    Optional<Setting> tokenGate) {
  /**
   * The value of a flag.
   *
   * @param value most often a path on the node
   * @param source the process or file that says so
   */
  public record Setting(String value, String source) {}
}
