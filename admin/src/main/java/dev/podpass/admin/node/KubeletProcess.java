// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The running process of kubelet, or of a program that embeds it such as k3s.
 *
 * @param command its arguments, separated by spaces
 * @param environment its variables; empty if they cannot be read
 */
public record KubeletProcess(String id, String command, Map<String, String> environment) {
  private static final Set<String> PROGRAMS =
      Set.of("kubelet", "k3s", "k3s-server", "k3s-agent", "rke2", "kubelite");

  private static final Pattern SETTINGS =
      Pattern.compile(" --?(config|kubeconfig|image-credential-provider-config)[ =]");
  private static final Pattern QUESTION = Pattern.compile(" (--?version(=\\S*)?|--?help|-h)( |$)");

  public KubeletProcess {
    environment = Map.copyOf(environment);
  }

  /**
   * The name of a process, if it is kubelet's or that of a program that embeds kubelet; fails if
   * the process cannot be read, or has ended.
   */
  static Optional<String> claim(NodeFiles files, String id) throws IOException {
    String command = words(files.text("/proc/" + id + "/cmdline"));
    return Optional.of(program(command)).filter(PROGRAMS::contains).filter(_ -> serves(command));
  }

  /** One that prints its version, or has no settings, is no node's kubelet. */
  private static boolean serves(String command) {
    return !program(command).equals("kubelet")
        || (SETTINGS.matcher(command).find() && !QUESTION.matcher(command).find());
  }

  static Optional<KubeletProcess> read(NodeFiles files, String id) {
    return files
        .read("/proc/" + id + "/cmdline")
        .map(cmdline ->
            new KubeletProcess(
                id, words(cmdline), variables(files.read("/proc/" + id + "/environ").orElse(""))));
  }

  static boolean isProgram(Path file) {
    return PROGRAMS.contains(String.valueOf(file.getFileName()));
  }

  public String program() {
    return program(command);
  }

  private static String words(String cmdline) {
    return cmdline.replace('\0', ' ').strip();
  }

  private static String program(String command) {
    int end = command.indexOf(' ');
    String file = end < 0 ? command : command.substring(0, end);
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static Map<String, String> variables(String environ) {
    Map<String, String> variables = new HashMap<>();
    List.of(environ.split("\0", -1)).stream()
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
