// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

/**
 * The rows that run of a large table of tests: one in ten, and all with {@code -Drows=all}, as CI
 * runs them.
 */
public final class SampledRows {
  private SampledRows() {}

  /** From one of them to the next. */
  public static int step() {
    return "all".equals(System.getProperty("rows")) ? 1 : 10;
  }

  /** Whether the row with this number runs; the first has the number 0. */
  public static boolean contain(int row) {
    return row % step() == 0;
  }
}
