// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares a version of kubelet, such as {@code v1.34.2-eks-1}, with those that matter. */
public final class KubernetesVersion {
  private static final Pattern MINOR = Pattern.compile("v?1\\.(0|[1-9][0-9]{0,2})(?:[.+-].*)?");

  private KubernetesVersion() {}

  /** Whether its kubelet does not give tokens to providers unless a feature gate is set. */
  public static boolean precedesTokens(String version) {
    return precedes(34, version);
  }

  /** Whether its kubelet does not verify by default that a pod may use a present image. */
  public static boolean precedesImageVerification(String version) {
    return precedes(35, version);
  }

  private static boolean precedes(int minor, String version) {
    Matcher matcher = MINOR.matcher(version);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) < minor;
  }
}
