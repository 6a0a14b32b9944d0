// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.install.NodeStatus;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what podpass has put on a node and how its last pass ended. */
final class NodeStatusCommand implements Command {
  private static final Flag<Duration> MAX_AGE =
      Flag.plain(
          ProviderOption.duration(
              "max-age",
              "Fail if the last pass is older than this, as a readiness probe does.",
              Duration.ofSeconds(1),
              Duration.ofDays(30)));

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "status",
            "Show what podpass has put on this node, and how the last pass ended.",
            "Nothing is changed. After a pass that failed it shows the reason and the end of"
                + " kubelet's log.")
        .flags(NodeFlags.ROOT, NodeFlags.STATE_DIR, MAX_AGE, TokenOptions.JSON)
        .examples(
            providers,
            "sudo podpass node status",
            "podpass node status --root=/host --max-age=15m --json")
        .exits(
            "0   the node is as wanted, or one of a platform that podpass does not change",
            "64  an option is wrong",
            "69  the state cannot be read",
            "78  not installed, changed by another program, failed, or too old");
  }

  @Override
  public int run(CommandContext context) {
    NodeStatus status = NodeStatus.of(new NodeFromFlags(context).node());
    Instant now = context.clock().instant();
    int printed = context.report(NodeStatusReport.sections(status, now));
    Optional<Duration> limit = context.arguments().find(MAX_AGE);
    boolean recent =
        limit.isEmpty()
            || status
                .lastPass()
                .filter(last -> last.report().at().plus(limit.get()).isAfter(now))
                .isPresent();
    return status.isGood() && recent ? printed : Kind.CONFIGURATION.exitCode();
  }
}
