// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.Optional;

/** The RAM role that a pod assumes to pull, and the OIDC provider through which it does. */
record AlibabaIdentity(Sourced<RamArn> role, Sourced<RamArn> provider) {
  /** Resolves both: the service account's annotations, otherwise the operator's options. */
  static Optional<AlibabaIdentity> find(Pod pod, ProviderSettings settings) {
    return AlibabaOptions.ROLE
        .find(pod, settings)
        .map(role -> new AlibabaIdentity(role, provider(role, pod, settings)));
  }

  private static Sourced<RamArn> provider(
      Sourced<RamArn> role, Pod pod, ProviderSettings settings) {
    return AlibabaOptions.PROVIDER
        .find(pod, settings)
        .orElseThrow(() ->
            new CredentialException(
                Kind.CONFIGURATION,
                "no OIDC provider is named for the role " + role,
                "set --alibaba-oidc-provider-arn to the cluster's OIDC provider in RAM"));
  }
}
