// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was built, as a command. Each run has the environment of the fakes and what a test adds, and
 * nothing else.
 */
final class BuiltProgram {
  private final FakeClouds clouds;
  private final Map<String, String> environment;

  BuiltProgram(FakeClouds clouds) {
    this(clouds, clouds.environment());
  }

  private BuiltProgram(FakeClouds clouds, Map<String, String> environment) {
    this.clouds = clouds;
    this.environment = environment;
  }

  /** The same program with one more variable. */
  BuiltProgram with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new BuiltProgram(clouds, more);
  }

  /** What it is started with. */
  Map<String, String> environment() {
    return environment;
  }

  PluginRun run(PluginRequest request, String... arguments) {
    return plugin(arguments).run(request);
  }

  PluginRun run(byte[] stdin, String... arguments) {
    return plugin(arguments).run(stdin);
  }

  private Plugin plugin(String... arguments) {
    return Plugin.of(command(arguments), environment);
  }

  static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Path jar() {
    String jar = System.getProperty("podpass.jar");
    if (jar == null) {
      throw new IllegalStateException("podpass.jar is not set: run mvn verify");
    }
    return Path.of(jar);
  }
}
