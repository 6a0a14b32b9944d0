// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;
import dev.podpass.cli.report.ReportFormat;
import dev.podpass.failure.CredentialException;
import dev.podpass.log.Log;
import dev.podpass.pull.Providers;
import dev.podpass.settings.PluginFlags;
import dev.podpass.settings.SettingsReader;
import java.time.Clock;
import java.util.Map;

/**
 * One run of a command.
 *
 * @param arguments what was given, and behind it the environment
 * @param providers all of this build
 * @param process the process
 * @param clock the time
 */
record Invocation(Arguments arguments, Providers providers, ProcessContext process, Clock clock) {

  /** Reads settings as the plugin does from the same options and environment. */
  SettingsReader settings(Log log) {
    return new SettingsReader(arguments, process.environment(), log, clock);
  }

  /** What checks are given. */
  CheckContext checks() {
    return new CheckContext(
        providers, Arguments.parser(providers), process.environment(), network(), clock);
  }

  /** Reads from the command line alone: an operator's own variables are not the node's. */
  SettingsReader settingsOfArguments() {
    return new SettingsReader(arguments.withoutEnvironment(), Map.of(), Log.NONE, clock);
  }

  /** Prints on stdout; the exit status for having done so. */
  int print(String text) {
    return Output.print(text, process.stdout());
  }

  /** Prints sections as {@code --json} has it; the exit status for having done so. */
  int report(Map<String, Object> sections) {
    return print(
        arguments.get(TokenOptions.JSON)
            ? ReportFormat.json(sections)
            : ReportFormat.text(sections, process.coloured()));
  }

  /**
   * Reads a small file that an operator named; {@code -} is stdin.
   *
   * @throws CredentialException of kind {@code USAGE} if it cannot be read
   */
  String read(String file) {
    return file.equals("-") ? SmallFile.read(file, process::stdin) : SmallFile.read(file);
  }

  /** The network, within {@code --deadline}. */
  CommandNetwork network() {
    return new CommandNetwork(arguments.get(PluginFlags.DEADLINE), process);
  }

  /** Says things on stderr. */
  Notes notes() {
    return new Notes(process);
  }
}
