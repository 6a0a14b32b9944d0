// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.doctor;

import dev.podpass.admin.check.Check;
import dev.podpass.admin.kubeletconfig.KubernetesVersion;
import dev.podpass.spi.Sourced;
import java.util.Optional;

/**
 * The version of kubelet by which a node's configuration is judged.
 *
 * @param version the one that applies
 * @param check where it is from
 */
record KubeletVersionCheck(KubernetesVersion version, Check check) {
  private static final String SUBJECT = "kubelet version";

  /**
   * Chooses the version.
   *
   * @param given by the operator, who is believed
   * @param found on the node or at the API server
   */
  static KubeletVersionCheck of(
      Optional<KubernetesVersion> given, Optional<Sourced<String>> found) {
    if (given.isPresent()) {
      return new KubeletVersionCheck(
          given.get(), Check.ok(SUBJECT, given.get() + ", from --kubernetes"));
    }
    if (found.isEmpty()) {
      return new KubeletVersionCheck(
          KubernetesVersion.LATEST,
          Check.skipped(
              SUBJECT,
              "not known; the rest is judged as " + KubernetesVersion.LATEST,
              "name it with --kubernetes, as kubelet --version prints it"));
    }
    String text = found.get().value();
    return KubernetesVersion.find(text)
        .map(version ->
            new KubeletVersionCheck(
                version, Check.ok(SUBJECT, text + ", from " + found.get().source())))
        .orElseGet(() ->
            new KubeletVersionCheck(
                KubernetesVersion.LATEST,
                Check.warning(
                    SUBJECT,
                    "it is %s; podpass knows %s, and judged the rest as %s"
                        .formatted(text, KubernetesVersion.choices(), KubernetesVersion.LATEST),
                    "before 1.33 kubelet gives no tokens to providers")));
  }
}
