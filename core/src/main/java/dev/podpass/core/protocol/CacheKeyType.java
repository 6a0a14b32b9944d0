// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

/**
 * The images that kubelet may use a credential for: its {@code cacheKeyType}, without {@code
 * Global}, which podpass never returns.
 */
public enum CacheKeyType {
  /** This image only. */
  IMAGE,
  /** All images of the registry host. */
  REGISTRY
}
