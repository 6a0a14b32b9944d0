// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.pull.Providers;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The hidden command {@code complete}, which the scripts of {@code completion} run: prints what the
 * last of the given words may become. The first line says what is completed: {@code words}, which
 * follow with a tab and a description each, {@code files} or {@code directories}.
 */
public final class CompleteCommand implements Command {
  private final Function<Providers, CommandLine> tree;

  /**
   * Creates the command.
   *
   * @param tree builds the whole command line
   */
  public CompleteCommand(Function<Providers, CommandLine> tree) {
    this.tree = tree;
  }

  @Override
  public CommandSpec spec(Providers providers) {
    CommandSpec spec =
        HelpText.of(this, "complete", "Print what a word of a command line may become.")
            .positionals(
                "WORD", "After --: the words behind the program's name; the last is completed.")
            .examples(providers, "podpass complete -- config li")
            .exits("0   printed");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(CommandContext context) {
    CommandLine root = tree.apply(context.providers());
    List<String> words = context.arguments().positionals();
    return context.print(
        new Completion(root, context.providers())
            .of(words.isEmpty() ? List.of("") : words)
            .toString());
  }
}
