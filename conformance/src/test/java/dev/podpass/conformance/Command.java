// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A program of this machine that has been run. */
final class Command {
  private Command() {}

  /**
   * Its result.
   *
   * @param status its exit status
   * @param output what it wrote to stdout
   */
  record Result(int status, String output) {}

  /** Runs a program that must succeed, and returns what it wrote to stdout. */
  static String run(String... line) {
    return succeeded(List.of(line), result(new ProcessBuilder(line)));
  }

  /** The same in this environment and no other. */
  static String run(Map<String, String> environment, List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return succeeded(line, result(builder));
  }

  /** Runs a program. */
  static Result attempt(List<String> line) {
    return result(new ProcessBuilder(line));
  }

  private static String succeeded(List<String> line, Result result) {
    if (result.status() != 0) {
      throw new IllegalStateException("status %d: %s".formatted(result.status(), line));
    }
    return result.output();
  }

  /** Its stderr is the tests'. */
  private static Result result(ProcessBuilder builder) {
    try {
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a program was running", e);
    }
  }
}
