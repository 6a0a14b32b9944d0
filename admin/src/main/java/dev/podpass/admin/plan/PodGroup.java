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
}
