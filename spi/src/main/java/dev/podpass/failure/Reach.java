// SPDX-License-Identifier: Apache-2.0
package dev.podpass.failure;

/**
 * Whom else a failure would meet.
 *
 * @since 0.1
 */
public enum Reach {
  /** This request: something is wrong with it, or it is not known that others would fare alike. */
  REQUEST,
  /**
   * Whoever asks as the same workload for the same identity, whatever token they bring: the cloud
   * does not trust the workload, throttles, or is out of order.
   */
  WORKLOAD
}
