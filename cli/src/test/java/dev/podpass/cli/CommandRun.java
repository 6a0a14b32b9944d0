// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One run of the program as an operator sees it. */
public record CommandRun(int status, String out, String err) {

  public static CommandRun of(String... args) {
    return of(Map.of(), "", args);
  }

  public static CommandRun of(Map<String, String> environment, String stdin, String... args) {
    return at(Clock.systemUTC(), environment, stdin, args);
  }

  /** At a terminal, with colours and progress. */
  public static CommandRun atTerminal(Map<String, String> environment, String... args) {
    return run(Clock.systemUTC(), environment, "", new Terminals(false, true, true), args);
  }

  public static CommandRun at(
      Clock clock, Map<String, String> environment, String stdin, String... args) {
    return run(clock, environment, stdin, Terminals.NONE, args);
  }

  private static CommandRun run(
      Clock clock,
      Map<String, String> environment,
      String stdin,
      Terminals terminals,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            withoutCache(environment),
            new ByteArrayInputStream(stdin.getBytes(UTF_8)),
            out,
            err,
            terminals,
            Duration.ZERO,
            hook -> {},
            status -> {});
    int status = new Program(process, clock).run(args);
    return new CommandRun(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The machine that tests run on may have one. */
  public static Map<String, String> withoutCache(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PODPASS_CACHE", "off");
    return all;
  }
}
