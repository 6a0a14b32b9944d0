// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

/** How well a kubelet is, as far as it can be observed. */
public enum Health {
  /** Kubelet does not run, or not for long. */
  UNKNOWN,
  /** Kubelet has lived for ten seconds, but its health endpoint does not say that it is healthy. */
  ALIVE,
  /** Kubelet has lived for ten seconds, and its health endpoint says that it is healthy. */
  HEALTHY
}
