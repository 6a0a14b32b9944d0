// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program that is started for each pull, as kubelet does.
 *
 * @param path the executable
 */
record StartedProgram(String path) implements Podpass {

  @Override
  public String description() {
    Path here = Path.of("").toAbsolutePath();
    Path program = Path.of(path);
    return "by " + (program.startsWith(here) ? here.relativize(program) : program);
  }

  @Override
  public Run run(String stdin, Map<String, String> environment, String... arguments) {
    List<String> command = Stream.concat(Stream.of(path), Stream.of(arguments)).toList();
    PluginRun run = Plugin.of(command, environment).run(stdin.getBytes(UTF_8));
    return Run.of(run.exitCode(), new String(run.stdout(), UTF_8), run.stderr(), run.duration());
  }
}
