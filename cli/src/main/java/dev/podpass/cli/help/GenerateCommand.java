// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.Invocation;
import dev.podpass.cli.process.Version;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The hidden command {@code generate}: writes manual pages and completions for the archives at
 * build time.
 */
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
        HelpText.of(
                this,
                "generate",
                "Write manual pages and completions, as packages want them.",
                "DIRECTORY gets share/man/man1, share/bash-completion, share/zsh and share/fish.")
            .positional("DIRECTORY", "The directory to write to.")
            .examples(providers, "podpass generate /usr")
            .exits("0   written", "64  it cannot be written");
    spec.usageMessage().hidden(true);
    return spec;
  }

  @Override
  public int run(Invocation invocation) {
    Path folder =
        Path.of(
            invocation
                .arguments()
                .positional(0)
                .orElseThrow(() ->
                    new CredentialException(
                        Kind.USAGE, "no directory is given", "podpass generate DIRECTORY")));
    CommandLine root = tree.apply(invocation.providers());
    Path share = folder.resolve("share");
    try {
      write(
          share.resolve("bash-completion/completions/podpass"), AutoComplete.bash("podpass", root));
      write(share.resolve("zsh/site-functions/_podpass"), ZshCompletion.of(root.getCommandSpec()));
      write(
          share.resolve("fish/vendor_completions.d/podpass.fish"),
          FishCompletion.of(root.getCommandSpec()));
      pages(share.resolve("man/man1"), root);
      return 0;
    } catch (IOException e) {
      throw new CredentialException(Kind.USAGE, folder + " cannot be written").causedBy(e);
    }
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new GenerateOptionsCommand(tree));
  }

  private static void pages(Path folder, CommandLine command) throws IOException {
    CommandSpec spec = command.getCommandSpec();
    if (spec.usageMessage().hidden()) {
      return;
    }
    write(folder.resolve(ManPage.name(spec) + ".1"), ManPage.of(spec, Version.current()));
    for (CommandLine below : command.getSubcommands().values()) {
      pages(folder, below);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.endsWith("\n") ? text : text + "\n");
  }
}
