// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs programs of the node: in a container that has the node's root file system mounted, within
 * the namespaces of the node's first process.
 *
 * @param commands runs them
 * @param thisMachine whether the node is what this process sees as its machine
 */
public record NodeCommands(HostCommands commands, boolean thisMachine) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Short options, which the nsenter of BusyBox has too. */
  private static final List<String> ENTER =
      List.of("nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--");

  /** Runs a program of the node. */
  public HostCommands.Output run(String... command) throws IOException {
    List<String> words =
        thisMachine ? List.of(command) : Stream.concat(ENTER.stream(), Stream.of(command)).toList();
    return commands.run(words, LIMIT);
  }
}
