// SPDX-License-Identifier: Apache-2.0
package dev.podpass.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.Program;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;

/** podpass from the class path, without a process for each pull. */
public record InThisJvm() implements Podpass {
  @Override
  public String description() {
    return "in a warm JVM";
  }

  @Override
  public Run run(String stdin, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            environment,
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            out,
            err,
            Terminals.NONE,
            Duration.ZERO,
            _ -> {},
            _ -> {});
    long start = System.nanoTime();
    int status = new Program(process).run(arguments);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return Run.of(status, out.toString(UTF_8), err.toString(UTF_8), took);
  }
}
