// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * The age of a process, from two files of {@code /proc} (proc(5)). Both count from boot in
 * hundredths of a second, so the wall clock does not matter.
 */
public final class ProcessAge {
  /** {@code USER_HZ}, which is fixed by the kernel's ABI. */
  private static final int TICKS_PER_SECOND = 100;

  /** {@code starttime} is field 22; the fields after the parenthesised name start with 3. */
  private static final int START_TIME = 22 - 3;

  /** A greater age is implausible: a container's {@code /proc} may count from another boot. */
  private static final Duration PLAUSIBLE = Duration.ofSeconds(30);

  private ProcessAge() {}

  /** Returns the age; zero if the files give no plausible one. */
  public static Duration of(String uptime, String stat) {
    try {
      long now = ticks(uptime);
      // The name may contain spaces and parentheses.
      String afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
      long start = Long.parseLong(List.of(afterName.split(" ", -1)).get(START_TIME));
      Duration age = Duration.ofMillis(Math.multiplyExact(now - start, 1000 / TICKS_PER_SECOND));
      return age.isNegative() || age.compareTo(PLAUSIBLE) > 0 ? Duration.ZERO : age;
    } catch (ArithmeticException | NumberFormatException | IndexOutOfBoundsException _) {
      return Duration.ZERO;
    }
  }

  private static long ticks(String uptime) {
    String seconds = uptime.substring(0, uptime.indexOf(' '));
    return new BigDecimal(seconds).movePointRight(2).longValueExact();
  }
}
