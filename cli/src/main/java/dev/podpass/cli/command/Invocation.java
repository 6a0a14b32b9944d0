// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Outline;
import dev.podpass.cli.report.Text;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.log.Log;
import dev.podpass.pull.Providers;
import dev.podpass.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * One run of a command.
 *
 * @param arguments what was given, and behind it the environment
 * @param providers all of this build
 * @param surroundings the process
 * @param clock the time
 */
record Invocation(
    Arguments arguments, Providers providers, ProcessContext surroundings, Clock clock) {

  private static final int MAX_BYTES = 1 << 20;

  /** Reads settings as the plugin does from the same options and environment. */
  SettingsReader settings(Log log) {
    return new SettingsReader(arguments, surroundings.environment(), log, clock);
  }

  /** The same with another environment. */
  Invocation with(Map<String, String> environment) {
    return new Invocation(
        arguments.withEnvironment(environment),
        providers,
        surroundings.withEnvironment(environment),
        clock);
  }

  /** Reads from the command line alone: an operator's own variables are not the node's. */
  SettingsReader settingsOfArguments() {
    return new SettingsReader(arguments.withoutEnvironment(), Map.of(), Log.NONE, clock);
  }

  /** Prints on stdout; the exit status for having done so. */
  int print(String text) {
    return Text.print(text, surroundings.stdout());
  }

  /** Prints sections as {@code --json} has it; the exit status for having done so. */
  int report(Map<String, Object> sections) {
    return print(
        arguments.get(TokenOptions.JSON)
            ? Outline.json(sections)
            : Outline.text(sections, surroundings.coloured()));
  }

  /**
   * Reads a small file that an operator named; {@code -} is stdin.
   *
   * @throws CredentialException of kind {@code USAGE} if it cannot be read
   */
  String read(String file) {
    try (InputStream in =
        file.equals("-") ? surroundings.stdin() : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new CredentialException(Kind.USAGE, file + " is larger than 1 MiB");
      }
      return new String(bytes, UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new CredentialException(
              Kind.USAGE, file + " cannot be read (" + e.getClass().getSimpleName() + ")")
          .causedBy(e);
    }
  }

  /** Tells somebody who waits at a terminal what for. */
  void progress(String text) {
    if (surroundings.terminals().stderr()) {
      note(text + " …");
    }
  }

  /** Tells something on stderr that is not part of the output. */
  void note(String text) {
    Text.print(text, surroundings.stderr());
  }
}
