// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.Invocation;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code completion}: prints a completion script for a shell. */
public final class CompletionCommand implements Command {
  private final Function<Providers, CommandLine> tree;

  /**
   * Creates the command.
   *
   * @param tree builds the whole command line
   */
  public CompletionCommand(Function<Providers, CommandLine> tree) {
    this.tree = tree;
  }

  /** The supported shells. */
  private enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private static final ProviderOption<Shell> SHELL =
      ProviderOption.oneOf("shell", "The shell.", Shell.class);

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "completion",
            "Print a script that lets your shell complete commands and options.",
            "For bash, zsh or fish.")
        .positional("SHELL", SHELL.valueName())
        .examples(
            providers,
            "podpass completion bash > /usr/share/bash-completion/completions/podpass",
            "source <(podpass completion zsh)",
            "podpass completion fish > ~/.config/fish/completions/podpass.fish")
        .exits("0   printed", "64  the shell is not supported");
  }

  @Override
  public int run(Invocation invocation) {
    CommandLine root = tree.apply(invocation.providers());
    return invocation.print(
        switch (shell(invocation)) {
          case BASH -> AutoComplete.bash("podpass", root);
          case ZSH -> ZshCompletion.of(root.getCommandSpec());
          case FISH -> FishCompletion.of(root.getCommandSpec());
        });
  }

  private static Shell shell(Invocation invocation) {
    String name = invocation.arguments().positional(0).orElse("");
    try {
      return SHELL.parse(name);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
          Kind.USAGE, "\"" + name + "\" is not a supported shell", "bash, zsh or fish");
    }
  }
}
