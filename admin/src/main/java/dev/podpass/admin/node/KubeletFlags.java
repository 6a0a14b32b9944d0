// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * Kubelet's flags that concern credential providers.
 *
 * @param config {@code --image-credential-provider-config}, a file or a directory
 * @param nodeName {@code --hostname-override}, or the host name
 * @param tokenGate the value of the feature gate {@code
 *     KubeletServiceAccountTokenForCredentialProviders}, if it is set
 * @param healthzAddress {@code --healthz-bind-address}, or the same of kubelet's configuration
 * @param healthzPort {@code --healthz-port}, or {@code healthzPort} of kubelet's configuration
 */
public record KubeletFlags(
    Optional<Sourced<String>> config,
    Optional<Sourced<String>> binDir,
    Optional<Sourced<String>> nodeName,
    Optional<Sourced<String>> tokenGate,
    Optional<Sourced<String>> healthzAddress,
    Optional<Sourced<String>> healthzPort) {

  /** The same with these two where they are not set. */
  public KubeletFlags or(
      Optional<Sourced<String>> otherConfig, Optional<Sourced<String>> otherDir) {
    return new KubeletFlags(
        config.or(() -> otherConfig),
        binDir.or(() -> otherDir),
        nodeName,
        tokenGate,
        healthzAddress,
        healthzPort);
  }
}
