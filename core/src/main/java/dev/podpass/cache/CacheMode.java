// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cache;

/** Whether answers are kept on the node. */
public enum CacheMode {
  /** If the directory is safe without anybody having looked at it. */
  AUTO,
  /** Never. */
  OFF,
  /** Always: a directory that is not private is an error. */
  ON
}
