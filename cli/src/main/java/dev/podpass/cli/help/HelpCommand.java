// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.UsageFailure;
import dev.podpass.core.pull.Providers;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the help of podpass, or of a command. */
public final class HelpCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(this, "help", "Show the help of a command.", "The same as its --help.")
        .positional("COMMAND", "The command.")
        .positional("SUBCOMMAND", "The command below it.")
        .examples(providers, "podpass help explain", "podpass help config merge")
        .exits("0   printed", "64  there is no such command");
  }

  @Override
  public int run(CommandContext context) {
    CommandLine line = context.arguments().root();
    for (String name : context.arguments().positionals()) {
      CommandLine below = line.getSubcommands().get(name);
      if (below == null) {
        throw UsageFailure.noCommand(name, line);
      }
      line = below;
    }
    return HelpScreen.print(line, false, context.process());
  }
}
