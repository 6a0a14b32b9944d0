// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code completion}: prints a completion script for a shell. */
public final class CompletionCommand implements Command {
  private static final ProviderOption<CompletionScript> SHELL =
      ProviderOption.oneOf("shell", "The shell.", CompletionScript.class);

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "completion",
            "Print a script that lets your shell complete commands and options.",
            "It asks this program for what a word may become, so it is the same for every version.")
        .positional(SHELL.valueName(), "The shell.")
        .examples(
            providers,
            "source <(podpass completion bash)",
            "podpass completion zsh > ~/.zfunc/_podpass",
            "podpass completion fish > ~/.config/fish/completions/podpass.fish")
        .exits("0   printed", "64  the shell is not supported");
  }

  @Override
  public int run(CommandContext context) {
    return context.print(shell(context).text());
  }

  private static CompletionScript shell(CommandContext context) {
    String name = context.arguments().positional(0).orElse("");
    try {
      return SHELL.parse(name);
    } catch (IllegalArgumentException e) {
      throw new CredentialException(
          Kind.USAGE,
          name.isEmpty() ? "no shell is named" : "\"" + name + "\" is not a supported shell",
          "give bash, zsh or fish");
    }
  }
}
