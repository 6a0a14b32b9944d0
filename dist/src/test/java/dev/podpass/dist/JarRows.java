// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

/**
 * The rows of a large table that run over the jar, whose every start takes half a second of CPU
 * time: one in ten, and all with {@code -Drows=all} where no executable is built that runs them.
 */
final class JarRows {
  private JarRows() {}

  /** From one of them to the next. */
  static int step() {
    return "all".equals(System.getProperty("podpass.jar.rows")) ? 1 : 10;
  }
}
