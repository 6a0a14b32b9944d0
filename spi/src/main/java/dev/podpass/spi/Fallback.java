// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * What stands in where no identity is named.
 *
 * @since 0.1
 */
public enum Fallback {
  /** Nothing: the request fails. */
  FAIL,
  /** The node's own identity, from the cloud's metadata service. */
  NODE,
  /** No credential: the registry decides about anonymous pulls. */
  ANONYMOUS
}
