// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

/**
 * Which other images a credential is good for: kubelet's {@code cacheKeyType}, without its {@code
 * Global}, which podpass never answers.
 *
 * @since 0.1
 */
public enum CacheKeyType {
  /** No other image. */
  IMAGE,
  /** All images of the same registry host. */
  REGISTRY
}
