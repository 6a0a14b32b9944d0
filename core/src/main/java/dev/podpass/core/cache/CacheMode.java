// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

/** Whether answers are stored on the node. */
public enum CacheMode {
  /** If the default directory is safe. */
  AUTO,
  OFF,
  /** Always: an unsafe directory is an error. */
  ON
}
