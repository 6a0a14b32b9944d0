// SPDX-License-Identifier: Apache-2.0
package dev.podpass.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The shell of an operator in a directory. The directory of its programs is first in {@code PATH}.
 *
 * @param directory the working directory
 * @param programs the directory of its programs
 * @param environment all variables; {@code PATH} has the system's directories if it is among them
 */
public record Shell(Path directory, Path programs, Map<String, String> environment) {

  public Shell {
    environment = Map.copyOf(environment);
  }

  /** A shell whose programs lie in its working directory. */
  public Shell(Path directory, Map<String, String> environment) {
    this(directory, directory, environment);
  }

  /** What a command printed on both streams, as a terminal shows them. */
  public record Result(int status, String printed) {}

  /** Adds a script as a program of that name. */
  public Path program(String name, String script) throws IOException {
    Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs commands; the first that fails ends them. */
  public Result run(String commands) {
    return runBy("/bin/sh", commands);
  }

  /** Runs commands by a shell of this name; the first that fails ends them. */
  public Result runBy(String shell, String commands) {
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-euc", commands)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .environment()
        .put("PATH", programs + ":" + environment.getOrDefault("PATH", "/usr/bin:/bin"));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while commands ran", e);
    }
  }
}
