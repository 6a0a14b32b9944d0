// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * The behaviour if no identity is named.
 *
 * @since 0.1
 */
public enum Fallback {
  /** The request fails. */
  FAIL,
  /** The node's own identity, from the cloud's metadata service. */
  NODE,
  /** No credential; the registry decides on anonymous pulls. */
  ANONYMOUS
}
