// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.plan;

import java.util.Set;

/** Pods that pull the same images, without tag and digest, in the same way. */
record PodGroup(ServiceAccount account, PodKind kind, Set<String> images) {
  PodGroup {
    images = Set.copyOf(images);
  }

  /** The same where the pod has pull secrets, if kubelet looks at them. */
  PodGroup withPullSecret() {
    return kind == PodKind.ORDINARY
        ? new PodGroup(account, PodKind.WITH_PULL_SECRET, images)
        : this;
  }

  /** What decides how a pod's images are pulled, besides its service account and their names. */
  enum PodKind {
    /** Kubelet asks for a token of the pod's service account. */
    ORDINARY,
    /** The same, and kubelet tries the pod's {@code imagePullSecrets} as well. */
    WITH_PULL_SECRET,
    /** Kubelet runs it from a file: it has no service account token. */
    STATIC,
    /** Its node runs Windows, for which there is no podpass. */
    WINDOWS,
    /** A virtual kubelet or Fargate runs it, where nothing can be installed. */
    VIRTUAL_NODE
  }
}
