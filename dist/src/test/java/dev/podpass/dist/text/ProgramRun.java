// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.Program;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A command that was run in this JVM, with an empty environment.
 *
 * @param status its exit status
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record ProgramRun(int status, String out, String err) {

  /** Runs a command, with nothing on stdin. */
  static ProgramRun of(String... arguments) {
    return withInput("", arguments);
  }

  /** Runs a command. */
  static ProgramRun withInput(String stdin, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            Map.of("PODPASS_CACHE", "off"),
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            out,
            err,
            Terminals.NONE,
            Duration.ZERO,
            hook -> {},
            status -> {});
    int status = new Program(process).run(arguments);
    return new ProgramRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** What it printed, if it failed. */
  List<String> failure() {
    return status == 0 ? List.of() : List.of(out + err);
  }
}
