// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Kubelet, or what it is a part of, as it runs.
 *
 * @param id of the process
 * @param command its arguments, with spaces between
 * @param environment its variables; empty if they may not be read
 */
record KubeletProcess(String id, String command, Map<String, String> environment) {
  private static final Set<String> PROGRAMS =
      Set.of("kubelet", "k3s", "k3s-server", "k3s-agent", "rke2");

  /** Keeps its own copy of the variables. */
  public KubeletProcess {
    environment = Map.copyOf(environment);
  }

  /** What a process calls itself, if that is a program that kubelet is a part of. */
  static Optional<String> claim(NodeFiles files, String id) {
    return command(files, id).map(KubeletProcess::program).filter(PROGRAMS::contains);
  }

  static Optional<KubeletProcess> read(NodeFiles files, String id) {
    return command(files, id)
        .map(command ->
            new KubeletProcess(
                id, command, variables(files.read("/proc/" + id + "/environ").orElse(""))));
  }

  static boolean isProgram(Path file) {
    return PROGRAMS.contains(String.valueOf(file.getFileName()));
  }

  String program() {
    return program(command);
  }

  private static Optional<String> command(NodeFiles files, String id) {
    return files
        .read("/proc/" + id + "/cmdline")
        .map(command -> command.replace('\0', ' ').strip());
  }

  private static String program(String command) {
    int end = command.indexOf(' ');
    String file = end < 0 ? command : command.substring(0, end);
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static Map<String, String> variables(String environ) {
    Map<String, String> variables = new HashMap<>();
    environ
        .lines()
        .flatMap(line -> List.of(line.split("\0", -1)).stream())
        .filter(variable -> variable.indexOf('=') > 0)
        .forEach(variable -> {
          int equals = variable.indexOf('=');
          variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        });
    return variables;
  }

  @Override
  public String toString() {
    return "process " + id + " (" + program() + ")";
  }
}
