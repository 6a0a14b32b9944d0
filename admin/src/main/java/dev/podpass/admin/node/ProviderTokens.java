// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * Whether a kubelet accepts {@code tokenAttributes}: never before 1.33, in 1.33 behind a feature
 * gate, later unless the gate is off. It does not start with an entry that it does not accept.
 *
 * @param accepted whether it does
 * @param reason what this follows from
 * @param todo what to change if it does not
 */
public record ProviderTokens(boolean accepted, String reason, String todo) {
  static final String GATE = "KubeletServiceAccountTokenForCredentialProviders";

  private static final String SUBJECT = "tokens for providers";

  /**
   * Judges a kubelet.
   *
   * @param version such as {@code v1.34.2}; empty for the latest
   * @param gate the value of the feature gate, if it is set
   */
  static ProviderTokens of(Optional<Sourced<String>> version, Optional<Sourced<String>> gate) {
    if (version.isPresent() && KubernetesVersion.precedesAll(version.get().value())) {
      return new ProviderTokens(
          false,
          "kubelet is %s, from %s, and providers get tokens since Kubernetes 1.33"
              .formatted(version.get().value(), version.get().source()),
          "upgrade kubelet to 1.34 or later");
    }
    boolean open =
        gate.map(it -> it.value().equals("true")).orElseGet(() -> isOnByDefault(version));
    if (open) {
      return new ProviderTokens(
          true,
          gate.map(it -> "it is true, from " + it.source())
              .orElse("not set; on by default since Kubernetes 1.34"),
          "");
    }
    return new ProviderTokens(
        false,
        "the feature gate "
            + GATE
            + gate.map(it -> " is " + it.value() + ", from " + it.source())
                .orElse(" is not set, and it is off by default before Kubernetes 1.34"),
        "set the feature gate " + GATE + "=true of kubelet, and restart it");
  }

  private static boolean isOnByDefault(Optional<Sourced<String>> version) {
    return version
        .flatMap(it -> KubernetesVersion.find(it.value()))
        .filter(KubernetesVersion::needsFeatureGate)
        .isEmpty();
  }

  Check check() {
    return accepted
        ? Check.ok(SUBJECT, reason)
        : Check.failed(SUBJECT, reason + ": kubelet refuses tokenAttributes", todo);
  }
}
