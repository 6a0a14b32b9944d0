// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

/** How kubelet is restarted. */
public sealed interface RestartMethod {
  /**
   * By systemd.
   *
   * @param name of the unit, without {@code .service}
   */
  record Unit(String name) implements RestartMethod {}

  /**
   * By a command of the operator's, for the node's shell.
   *
   * @param text the command
   */
  record Command(String text) implements RestartMethod {}
}
