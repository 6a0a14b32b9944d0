// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Shells that have the built program as {@code podpass}. */
final class BuiltShell {
  private BuiltShell() {}

  /** A shell in a directory, into which {@code podpass} is put. */
  static Shell in(Path directory, Map<String, String> environment) throws IOException {
    Shell shell = new Shell(directory, environment);
    shell.program(
        "podpass",
        BuiltProgram.command().stream().collect(Collectors.joining("' '", "exec '", "' \"$@\"\n")));
    return shell;
  }
}
