// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

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
    Result result = attempt(line);
    if (result.status() != 0) {
      throw new IllegalStateException("status %d: %s".formatted(result.status(), List.of(line)));
    }
    return result.output();
  }

  /** Runs a program; its stderr is the tests'. */
  static Result attempt(String... line) {
    try {
      Process process =
          new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
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
