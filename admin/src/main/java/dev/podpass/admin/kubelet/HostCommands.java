// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs programs. The process is the command's affair; this is what is needed of it. */
@FunctionalInterface
public interface HostCommands {
  /**
   * The result of a program.
   *
   * @param status its exit status
   * @param text what it wrote to both streams, or the last part of that
   */
  record Output(int status, String text) {}

  /**
   * Runs a program to its end, without input.
   *
   * @param limit how long it may take; then it is killed
   * @throws IOException if it cannot be started, or did not end in time
   */
  Output run(List<String> command, Duration limit) throws IOException;
}
