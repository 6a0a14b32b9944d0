// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The plugin under test: an executable. */
final class BuiltPlugin {
  private static final Map<List<String>, String> PRINTED = new ConcurrentHashMap<>();

  private BuiltPlugin() {}

  static Path path() {
    return Path.of(Kubelet.property("conformance.program")).toAbsolutePath();
  }

  /** The output of one of its commands, which depends on its arguments alone. */
  static String print(List<String> arguments) {
    return PRINTED.computeIfAbsent(
        List.copyOf(arguments), words -> Command.run(Map.of(), line(words)));
  }

  /** A command line of it. */
  static List<String> line(List<String> arguments) {
    return Stream.concat(Stream.of(path().toString()), arguments.stream()).toList();
  }
}
