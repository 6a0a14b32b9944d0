// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeInstallation;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Takes away what {@code node install} put on a node. */
final class NodeUninstallCommand implements Command {
  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "uninstall",
            "Remove what podpass node install put on this node, and restore what was there.",
            "Kubelet's configuration gets back its content, mode and owner; if another program has"
                + " changed it since, only podpass's entries are removed. Kubelet is restarted,"
                + " and if it is not healthy afterwards, its configuration is restored; otherwise"
                + " the links and the program are removed. Where kubelet would be left without an"
                + " entry, one stays that serves no registry.")
        .flags(
            NodeFlags.ROOT,
            NodeFlags.STATE_DIR,
            NodeFlags.RESTART_COMMAND,
            NodeFlags.NO_RESTART,
            NodeFlags.HEALTH_TIMEOUT,
            NodeFlags.STARTUP_TAINT,
            NodeFlags.NODE_NAME,
            NodeFlags.NODE_METRICS_FILE,
            NodeFlags.NODE_AUDIT_LOG,
            Usage.JSON)
        .examples(providers, "sudo podpass node uninstall", "podpass node uninstall --root=/host")
        .exits(
            "0   removed, or nothing was there",
            "64  an option is wrong",
            "69  the node's files cannot be changed, or kubelet cannot be restarted",
            "75  another podpass is at work",
            "78  kubelet did not start without podpass, and everything was restored");
  }

  @Override
  public int run(CommandContext context) {
    NodeRun run = new NodeRun(context, "uninstall", false, new Signals());
    RestartPolicy restart = run.restart();
    NodeAccess node = run.node();
    Optional<NodeTaint> taint = NodeTaint.of(context);
    int status =
        run.finish(
            run.make(
                node, 0, () -> new NodeInstallation(node).uninstall(restart, context.checks())));
    taint.ifPresent(NodeTaint::remove);
    return status;
  }
}
