// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import dev.podpass.admin.check.CheckContext;
import dev.podpass.admin.text.SmallFile;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.report.Output;
import dev.podpass.cli.report.ReportFormat;
import dev.podpass.core.log.Log;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.core.settings.SettingsReader;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** One invocation of a command, with everything that it may use. */
public record CommandContext(
    Arguments arguments, Providers providers, ProcessContext process, Clock clock) {

  /** Reads settings from options and environment, as the plugin does. */
  public SettingsReader settings(Log log) {
    return new SettingsReader(arguments, process.environment(), log, clock);
  }

  public CheckContext checks() {
    return new CheckContext(
        providers, Arguments.parser(providers), process.environment(), network(), clock);
  }

  /**
   * Reads settings from the command line alone, because an operator's environment is not the
   * node's.
   */
  public SettingsReader settingsOfArguments() {
    return new SettingsReader(arguments.withEnvironment(Map.of()), Map.of(), Log.NONE, clock);
  }

  public int print(String text) {
    return Output.print(text, process.stdout());
  }

  /** Prints sections as text or as {@code --json} and returns the exit status. */
  public int report(Map<String, Object> sections) {
    return report(() -> sections, () -> ReportFormat.text(sections, process.coloured()));
  }

  /**
   * Prints a text, or with {@code --json} what it says, and returns the exit status. One of the two
   * is made: of a large cluster each has a hundred thousand lines.
   */
  public int report(Supplier<Map<String, Object>> facts, Supplier<String> text) {
    return print(arguments.get(Usage.JSON) ? ReportFormat.json(facts.get()) : text.get());
  }

  /** Reads a small file; {@code -} is stdin. */
  public String read(String file) {
    if (!file.equals("-")) {
      return SmallFile.read(file);
    }
    if (process.terminals().stdin()) {
      note("reading from the terminal: end the input with Ctrl-D, or name a file");
    }
    return SmallFile.read("stdin", process::stdin);
  }

  /** The network, within {@code --deadline}. */
  public CommandNetwork network() {
    return new CommandNetwork(arguments.get(PluginFlags.DEADLINE), process, this::progress);
  }

  /** Prints a message on stderr, beside the output. */
  public void note(String text) {
    Output.note(text, process.stderr());
  }

  /** Prints the step of a longer task if stderr is a terminal. */
  public void progress(String text) {
    if (process.terminals().stderr()) {
      note(text + " …");
    }
  }
}
