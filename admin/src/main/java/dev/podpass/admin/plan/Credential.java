// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.List;

/** The credential that kubelet has for a pull, by the entries of its configuration. */
public sealed interface Credential {
  /** The pod's own; an annotation or an option is the source of its identity. */
  record OfPod(String provider, String identity, String source) implements Credential {}

  /** The node's, which all of its pods share. */
  record OfNode(String entry) implements Credential {}

  /** None: an entry matches the image and gives no credential. */
  record None() implements Credential {}

  /** None: no entry matches the image. */
  record Unserved() implements Credential {}

  /** Whatever the pod's {@code imagePullSecrets} have; they were not read. */
  record PullSecret() implements Credential {}

  /** Not kubelet's on a node where podpass can run. */
  record Elsewhere(String where) implements Credential {}

  /**
   * None, because the plugin fails; kubelet then pulls anonymously. The annotations are missing.
   */
  record Failed(String reason, String fix, List<String> annotations) implements Credential {
    public Failed {
      annotations = List.copyOf(annotations);
    }

    Failed(String reason, String fix) {
      this(reason, fix, List.of());
    }
  }
}
