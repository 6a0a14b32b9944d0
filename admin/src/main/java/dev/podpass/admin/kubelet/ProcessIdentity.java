// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import dev.podpass.admin.node.NodeFiles;
import java.time.Duration;
import java.util.Optional;

/**
 * One process, and none that has its number later.
 *
 * @param ticks when it began, in hundredths of a second since that start
 */
public record ProcessIdentity(String boot, String pid, long ticks) {
  private static final long TICKS_PER_SECOND = 100;

  /** Behind the name, which may have spaces and parentheses in it. */
  private static final int START_TIME = 19;

  public static Optional<ProcessIdentity> of(NodeFiles files, String pid) {
    try {
      String stat = files.read("/proc/" + pid + "/stat").orElse("");
      String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
      String boot = files.read("/proc/sys/kernel/random/boot_id").orElse("").strip();
      return Optional.of(new ProcessIdentity(boot, pid, Long.parseLong(fields[START_TIME])));
    } catch (NumberFormatException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  /**
   * How long it has lived, by the kernel's monotonic clock; empty if that is not known. In a
   * container of LXC the uptime is the container's, and processes count from the machine's boot.
   */
  Optional<Duration> age(NodeFiles files) {
    return uptime(files)
        .map(uptime -> uptime.minusSeconds(ticks / TICKS_PER_SECOND))
        .filter(age -> !age.isNegative());
  }

  /** How long a machine has run. */
  public static Optional<Duration> uptime(NodeFiles files) {
    return files
        .read("/proc/uptime")
        .filter(text -> text.matches("[0-9]{1,10}\\.[0-9]{2} [\\s\\S]*"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text.substring(0, text.indexOf('.')))));
  }

  @Override
  public String toString() {
    return boot + "/" + pid + "/" + ticks;
  }
}
