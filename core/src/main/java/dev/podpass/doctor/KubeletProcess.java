// SPDX-License-Identifier: Apache-2.0
package dev.podpass.doctor;

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

  static Optional<KubeletProcess> find(NodeFiles files) {
    List<KubeletProcess> found =
        files.list("/proc").stream()
            .filter(folder -> folder.matches("/proc/[0-9]+"))
            .filter(folder -> !isOfAPod(files, folder))
            .flatMap(folder -> read(files, folder).stream())
            .toList();
    // Where kubelet runs by itself, that process has the flags.
    return found.stream()
        .filter(process -> program(process.command()).equals("kubelet"))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Whoever owns a pod may call a program kubelet. */
  private static boolean isOfAPod(NodeFiles files, String folder) {
    return files.read(folder + "/cgroup").orElse("").contains("kubepods");
  }

  private static Optional<KubeletProcess> read(NodeFiles files, String folder) {
    return files
        .read(folder + "/cmdline")
        .map(command -> command.replace('\0', ' ').strip())
        .filter(command -> PROGRAMS.contains(program(command)))
        .map(command ->
            new KubeletProcess(
                folder.substring("/proc/".length()),
                command,
                variables(files.read(folder + "/environ").orElse(""))));
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
    return "process " + id + " (" + program(command) + ")";
  }
}
