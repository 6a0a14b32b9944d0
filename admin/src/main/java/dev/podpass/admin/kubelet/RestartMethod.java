// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

/**
 * How kubelet is restarted. It is found while kubelet runs and recorded, for a kubelet that does
 * not start has no cgroup.
 */
public sealed interface RestartMethod {
  /**
   * A unit of systemd.
   *
   * @param name without {@code .service}
   */
  record Unit(String name) implements RestartMethod {
    @Override
    public String toString() {
      return "unit:" + name;
    }
  }

  /**
   * A command for the node's shell.
   *
   * @param text the command
   */
  record Command(String text) implements RestartMethod {
    @Override
    public String toString() {
      return "command:" + text;
    }
  }

  /** What its {@code toString} wrote. */
  static RestartMethod parse(String text) {
    String value = text.substring(text.indexOf(':') + 1);
    return text.startsWith("unit:") ? new Unit(value) : new Command(value);
  }
}
