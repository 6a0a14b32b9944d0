// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The plugin under test: an executable. */
final class BuiltPlugin {
  private static final Map<List<String>, String> PRINTED = new ConcurrentHashMap<>();

  private BuiltPlugin() {}

  static Path path() {
    return Path.of(Kubelet.property("conformance.program")).toAbsolutePath();
  }

  /** The output of one of its commands, which depends on its arguments alone. */
  static String print(List<String> arguments) {
    return PRINTED.computeIfAbsent(List.copyOf(arguments), BuiltPlugin::run);
  }

  private static String run(List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(path().toString()));
    line.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.DISCARD); // Notes for people who read the output.
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s", line).isZero();
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while podpass was running", e);
    }
  }
}
