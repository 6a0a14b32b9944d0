// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The hidden command {@code generate}: facts about the program, for what is built around it. */
public final class GenerateCommand implements Command {
  private final Function<Providers, CommandLine> tree;

  /**
   * Creates the command.
   *
   * @param tree builds the whole command line
   */
  public GenerateCommand(Function<Providers, CommandLine> tree) {
    this.tree = tree;
  }

  @Override
  public CommandSpec spec(Providers providers) {
    CommandSpec spec =
        HelpText.of(this, "generate", "Print facts about the program, for builds.")
            .examples(providers, "podpass generate options --json")
            .exits("64  nothing is named");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new GenerateOptionsCommand(tree));
  }

  @Override
  public int run(CommandContext context) {
    throw new CredentialException(
        Kind.USAGE, "nothing to generate is named", "podpass generate options --json");
  }
}
