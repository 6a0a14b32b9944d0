// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

/** What kubelet is answered while the cloud is unavailable. */
public enum WhenUnavailable {
  /** The pull fails: kubelet goes on anonymously, and does not know the service account. */
  FAIL,
  /**
   * A placeholder that no registry accepts: kubelet knows the service account by it, and lets its
   * pods use images that an earlier pull of it has brought to the node.
   */
  PRESENT_IMAGES
}
