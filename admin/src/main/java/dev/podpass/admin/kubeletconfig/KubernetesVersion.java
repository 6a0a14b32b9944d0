// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The minor versions of Kubernetes whose kubelet configuration podpass writes and checks. */
public enum KubernetesVersion {
  V1_33(33),
  V1_34(34),
  V1_35(35),
  V1_36(36),
  V1_37(37);

  /** The default. */
  public static final KubernetesVersion LATEST = V1_37;

  private static final Pattern MINOR = Pattern.compile("v?1\\.(0|[1-9][0-9]{0,2})(?:[.+-].*)?");

  private final int minor;

  KubernetesVersion(int minor) {
    this.minor = minor;
  }

  /**
   * Reads {@code 1.34}, {@code v1.34}, {@code v1.34.2}, or such with a distribution's suffix.
   *
   * @throws IllegalArgumentException if podpass does not support the version
   */
  public static KubernetesVersion parse(String text) {
    return find(text)
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + choices()));
  }

  /** Reads a version; empty if podpass does not support it. */
  public static Optional<KubernetesVersion> find(String text) {
    OptionalInt minor = minor(text);
    return Arrays.stream(values())
        .filter(version -> minor.equals(OptionalInt.of(version.minor)))
        .findFirst();
  }

  /**
   * Whether a version is older than all of these: its kubelet does not know {@code
   * tokenAttributes}.
   */
  public static boolean precedesAll(String text) {
    return minor(text).stream().anyMatch(minor -> minor < V1_33.minor);
  }

  private static OptionalInt minor(String text) {
    Matcher matcher = MINOR.matcher(text);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
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

  /** Whether kubelet verifies by default that a pod may use a present image (since 1.35). */
  public boolean verifiesPresentImages() {
    return minor >= V1_35.minor;
  }

  @Override
  public String toString() {
    return "1." + minor;
  }
}
