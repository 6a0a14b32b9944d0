// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The minor versions of Kubernetes whose kubelet configuration podpass writes and checks. */
public enum KubernetesVersion {
  V1_33("1.33"),
  V1_34("1.34"),
  V1_35("1.35"),
  V1_36("1.36"),
  V1_37("1.37");

  /** The default. */
  public static final KubernetesVersion LATEST = V1_37;

  private static final int FIRST_MINOR = 33;
  private static final Pattern MINOR = Pattern.compile("v?1\\.([0-9]{1,3})(?:[.+-].*)?");

  private final String text;

  KubernetesVersion(String text) {
    this.text = text;
  }

  /**
   * Reads {@code 1.34}, {@code v1.34} or {@code v1.34.2}.
   *
   * @throws IllegalArgumentException if podpass does not support the version
   */
  public static KubernetesVersion parse(String text) {
    return find(text)
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + choices()));
  }

  /** The same; empty if podpass does not support the version. */
  public static Optional<KubernetesVersion> find(String text) {
    String minor = text.replaceFirst("^v", "").replaceFirst("^(\\d+\\.\\d+)\\..*", "$1");
    return Arrays.stream(values()).filter(version -> version.text.equals(minor)).findFirst();
  }

  /**
   * Whether a version is older than all of these: its kubelet does not know {@code
   * tokenAttributes}.
   */
  public static boolean precedesAll(String text) {
    Matcher matcher = MINOR.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) < FIRST_MINOR;
  }

  /** All versions, for help texts. */
  public static String choices() {
    return Arrays.stream(values())
        .map(KubernetesVersion::toString)
        .collect(Collectors.joining("|"));
  }

  /**
   * Whether {@code cacheType} is required (since 1.34) or rejected as an unknown field (before).
   */
  public boolean hasCacheType() {
    return this != V1_33;
  }

  /** Whether the feature gate for service account tokens is off by default (before 1.34). */
  public boolean needsFeatureGate() {
    return this == V1_33;
  }

  @Override
  public String toString() {
    return text;
  }
}
