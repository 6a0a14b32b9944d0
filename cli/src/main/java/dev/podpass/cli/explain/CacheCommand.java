// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The command {@code cache}: lists or clears the node's cache. */
public final class CacheCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "cache",
            "Show or clear the node cache.",
            "Run it on the node, as kubelet's user, with the cache options of kubelet's"
                + " configuration.")
        .examples(providers, "podpass cache list", "podpass cache clear")
        .exits("64  no subcommand is given");
  }

  @Override
  public int run(CommandContext context) {
    throw new CredentialException(
        Kind.USAGE, "no subcommand is given", "podpass cache list, or clear");
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(new CacheListCommand(), new CacheClearCommand());
  }
}
