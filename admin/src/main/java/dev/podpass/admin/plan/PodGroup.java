// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.Set;

/**
 * Pods that pull the same images, without tag and digest, in the same way.
 *
 * @param elsewhere why podpass is not where they run; empty if it can be
 */
record PodGroup(ServiceAccount account, PodKind kind, String elsewhere, Set<String> images) {
  PodGroup {
    images = Set.copyOf(images);
  }

  /** The same where the pod has pull secrets, if kubelet looks at them. */
  PodGroup withPullSecret() {
    return kind == PodKind.ORDINARY
        ? new PodGroup(account, PodKind.WITH_PULL_SECRET, elsewhere, images)
        : this;
  }

  /** What decides about a pull besides the image. */
  PodGroup withoutImages() {
    return new PodGroup(account, kind, elsewhere, Set.of());
  }

  /** The same on such a node. */
  PodGroup at(String closedNode) {
    return elsewhere.isEmpty() && !closedNode.isEmpty()
        ? new PodGroup(account, kind, closedNode, images)
        : this;
  }

  /** What decides how a pod's images are pulled, besides its service account and their names. */
  enum PodKind {
    /** Kubelet asks for a token of the pod's service account. */
    ORDINARY,
    /** The same, and kubelet tries the pod's {@code imagePullSecrets} as well. */
    WITH_PULL_SECRET,
    /** Kubelet runs it from a file: it has no service account token. */
    STATIC
  }
}
