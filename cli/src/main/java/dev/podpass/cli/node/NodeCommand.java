// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Installs podpass on a node, keeps it there, removes it. */
public final class NodeCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "node",
            "Install podpass on this node, keep it installed, show its state, or remove it.",
            "Run it as root on the node, or in a container with the node's root file system and"
                + " process namespace. The state is kept in --state-dir.")
        .examples(providers, "podpass node install --providers=ID", "podpass node status")
        .exits("64  no subcommand is given");
  }

  @Override
  public int run(CommandContext context) {
    throw new CredentialException(
        Kind.USAGE,
        "no subcommand is given",
        "podpass node install, reconcile, status, audit, events, or uninstall");
  }

  @Override
  public List<Command> below(Providers providers) {
    return List.of(
        new NodeInstallCommand(),
        new NodeReconcileCommand(),
        new NodeStatusCommand(),
        new NodeAuditCommand(),
        new NodeEventsCommand(),
        new NodeUninstallCommand());
  }
}
