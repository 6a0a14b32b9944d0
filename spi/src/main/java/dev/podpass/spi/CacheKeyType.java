// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * The images that a credential is valid for: kubelet's {@code cacheKeyType}, without {@code
 * Global}, which podpass never returns.
 *
 * @since 0.1
 */
public enum CacheKeyType {
  /** This image only. */
  IMAGE,
  /** All images of the registry host. */
  REGISTRY
}
