// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A shell in a directory that has the built program as {@code podpass}. The directory is first in
 * {@code PATH}.
 *
 * @param directory the working directory
 * @param environment all variables but {@code PATH}
 */
record Shell(Path directory, Map<String, String> environment) {

  /** What a command printed on both streams, as a terminal shows them. */
  record Result(int status, String printed) {}

  /** Puts {@code podpass} into the directory. */
  static Shell in(Path directory, Map<String, String> environment) throws IOException {
    Shell shell = new Shell(directory, environment);
    shell.program(
        "podpass",
        BuiltProgram.command().stream().collect(Collectors.joining("' '", "exec '", "' \"$@\"\n")));
    return shell;
  }

  /** Puts a script into the directory, as a program of that name. */
  Path program(String name, String script) throws IOException {
    Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs commands; the first that fails ends them. */
  Result run(String commands) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-euc", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", directory + ":/usr/bin:/bin");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
