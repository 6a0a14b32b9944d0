// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * Whether a kubelet accepts {@code tokenAttributes}: since 1.34, unless the feature gate is off. It
 * does not start with an entry that it does not accept.
 */
public record ProviderTokens(boolean accepted, String reason, String todo) {
  static final String GATE = "KubeletServiceAccountTokenForCredentialProviders";

  private static final String SUBJECT = "tokens for providers";

  /** Judges a kubelet; an empty version is the latest. */
  static ProviderTokens of(Optional<Sourced<String>> version, Optional<Sourced<String>> gate) {
    if (version.isPresent() && KubernetesVersion.precedesTokens(version.get().value())) {
      return new ProviderTokens(
          false,
          "kubelet is %s, from %s, and podpass needs Kubernetes 1.34 or later"
              .formatted(version.get().value(), version.get().source()),
          "upgrade kubelet to 1.34 or later");
    }
    return gate.filter(it -> !it.value().equals("true"))
        .map(it ->
            new ProviderTokens(
                false,
                "the feature gate %s is %s, from %s".formatted(GATE, it.value(), it.source()),
                "set the feature gate " + GATE + "=true of kubelet, and restart it"))
        .orElseGet(() ->
            new ProviderTokens(
                true,
                gate.map(it -> "it is true, from " + it.source())
                    .orElse("not set; on by default since Kubernetes 1.34"),
                ""));
  }

  Check check() {
    return accepted
        ? Check.ok(SUBJECT, reason)
        : Check.failed(SUBJECT, reason + ": kubelet refuses tokenAttributes", todo);
  }
}
