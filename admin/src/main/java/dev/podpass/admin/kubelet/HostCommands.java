// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs on the node. */
@FunctionalInterface
public interface HostCommands {
  /** Short options, which the nsenter of BusyBox has too. */
  List<String> ENTER = List.of("nsenter", "-t", "1", "-m", "-u", "-i", "-n", "-p", "--");

  /** The exit status of a program, and what it wrote to both streams, or the last part of that. */
  record Output(int status, String text) {}

  /** Runs a program to its end, without input; after the limit it is killed, with its children. */
  Output run(List<String> command, Duration limit) throws IOException;

  /**
   * The programs of a node whose root file system is mounted in this container: they run in the
   * namespaces of the node's first process.
   */
  default HostCommands onMountedNode() {
    return (command, limit) -> run(Stream.concat(ENTER.stream(), command.stream()).toList(), limit);
  }
}
