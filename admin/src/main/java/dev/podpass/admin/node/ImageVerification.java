// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.spi.Sourced;
import java.util.List;
import java.util.Optional;

/**
 * How a kubelet verifies that a pod may use an image that is on the node (KEP-2535).
 *
 * @param gate the value of the feature gate {@code KubeletEnsureSecretPulledImages}, if it is set
 * @param policy {@code imagePullCredentialsVerificationPolicy}, if it is set
 * @param allowlist {@code preloadedImagesVerificationAllowlist}
 */
public record ImageVerification(
    String rootDirectory,
    Optional<Sourced<String>> gate,
    Optional<Sourced<String>> policy,
    List<String> allowlist) {
  static final String GATE = "KubeletEnsureSecretPulledImages";

  private static final String DEFAULT_POLICY = "NeverVerifyPreloadedImages";
  private static final String ALLOWLIST_POLICY = "NeverVerifyAllowlistedImages";
  private static final List<String> POLICIES =
      List.of(DEFAULT_POLICY, ALLOWLIST_POLICY, "NeverVerify", "AlwaysVerify");

  public ImageVerification {
    allowlist = List.copyOf(allowlist);
  }

  public String records() {
    return rootDirectory + "/image_manager/pulled";
  }

  /** Why every image is open to every pod, if it is. */
  public Optional<String> none(Optional<Sourced<String>> version) {
    if (gate.filter(set -> set.value().equals("false")).isPresent()) {
      return Optional.of("the feature gate " + GATE + " is false, from " + gate.get().source());
    }
    if (gate.isEmpty()
        && version
            .filter(kubelet -> KubernetesVersion.precedesImageVerification(kubelet.value()))
            .isPresent()) {
      return Optional.of(
          "kubelet is %s, from %s, and verifies images since Kubernetes 1.35"
              .formatted(version.get().value(), version.get().source()));
    }
    return policy
        .filter(set -> set.value().equals("NeverVerify"))
        .map(set -> "imagePullCredentialsVerificationPolicy is NeverVerify, from " + set.source());
  }

  /** The policy, and where it is from. */
  public String policyText() {
    String text =
        policy
            .map(set -> set.value() + ", from " + set.source())
            .orElse(DEFAULT_POLICY + ", the default");
    boolean known = policy.map(Sourced::value).filter(name -> !POLICIES.contains(name)).isEmpty();
    return known ? text : text + " (podpass does not know it, and judges as by the default)";
  }

  /** Whether images that kubelet has not pulled itself, and has no record of, are open. */
  public boolean opensPreloaded() {
    return policy
        .map(Sourced::value)
        .filter(POLICIES::contains)
        .orElse(DEFAULT_POLICY)
        .equals(DEFAULT_POLICY);
  }

  /**
   * Whether the allow-list names an image without tag and digest, or begins it and ends in {@code
   * /*}.
   */
  public boolean allows(String image) {
    return policy.filter(set -> set.value().equals(ALLOWLIST_POLICY)).isPresent()
        && allowlist.stream()
            .anyMatch(entry ->
                entry.endsWith("/*")
                    ? image.startsWith(entry.substring(0, entry.length() - 1))
                    : image.equals(entry));
  }
}
