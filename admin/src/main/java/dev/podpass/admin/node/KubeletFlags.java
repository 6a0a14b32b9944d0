// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.spi.Sourced;
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
    Optional<Sourced<String>> config,
    Optional<Sourced<String>> binDir,
    Optional<Sourced<String>> kubeconfig,
    Optional<Sourced<String>> tokenGate) {}
