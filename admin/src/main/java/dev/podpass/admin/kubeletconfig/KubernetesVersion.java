// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A minor version of Kubernetes, where kubelet's configuration depends on it. */
public enum KubernetesVersion {
  V1_33("1.33"),
  V1_34("1.34"),
  V1_35("1.35"),
  V1_36("1.36"),
  V1_37("1.37");

  /** The one that is written for if nobody says. */
  public static final KubernetesVersion LATEST = V1_37;

  private final String text;

  KubernetesVersion(String text) {
    this.text = text;
  }

  /**
   * Reads {@code 1.34}, {@code v1.34} or {@code v1.34.2}.
   *
   * @throws IllegalArgumentException if it is none that podpass knows
   */
  public static KubernetesVersion parse(String text) {
    String minor = text.replaceFirst("^v", "").replaceFirst("^(\\d+\\.\\d+)\\..*", "$1");
    return Arrays.stream(values())
        .filter(version -> version.text.equals(minor))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + choices()));
  }

  /** All, as a usage shows them. */
  public static String choices() {
    return Arrays.stream(values())
        .map(KubernetesVersion::toString)
        .collect(Collectors.joining("|"));
  }

  /** {@code cacheType} is required since 1.34, and an unknown field, which is refused, before. */
  public boolean hasCacheType() {
    return this != V1_33;
  }

  /** Tokens for credential providers are behind a feature gate that is off before 1.34. */
  public boolean needsFeatureGate() {
    return this == V1_33;
  }

  @Override
  public String toString() {
    return text;
  }
}
