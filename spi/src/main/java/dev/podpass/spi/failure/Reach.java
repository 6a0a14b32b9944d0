// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.failure;

/**
 * Whether a failure applies to other pulls, so that they can share it through the node cache.
 *
 * @since 0.1
 */
public enum Reach {
  /** This request only: its input is invalid, or it is unknown whether others would fail. */
  REQUEST,
  /**
   * All requests of the same workload for the same identity, with any token: the cloud does not
   * trust the workload, throttles, or is unavailable.
   */
  WORKLOAD
}
