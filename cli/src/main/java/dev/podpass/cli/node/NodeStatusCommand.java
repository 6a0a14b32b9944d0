// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.doctor.NodeConfiguration;
import dev.podpass.admin.images.PullFailures;
import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeStatus;
import dev.podpass.admin.install.Note.Failed;
import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.node.NodeInspection;
import dev.podpass.admin.text.Facts;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  private static final Flag<Integer> MAX_FAILING =
      Flag.plain(
          ProviderOption.of(
              "max-failing",
              "PERCENT",
              "Fail for ten minutes after podpass has changed this node, if more than this share of"
                  + " the pulls since then has failed by podpass or its options: at least 5 pulls"
                  + " of 3 service accounts, by --audit-log, and not before the change, too.",
              NodeStatusCommand::percent));

  private static int percent(String text) {
    if (!text.matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException("must be a whole number from 0 to 99");
    }
    return Integer.parseInt(text);
  }

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "status",
            "Show what podpass has put on this node, and how the last pass ended.",
            "Nothing is changed. After a pass that failed it shows the reason.")
        .flags(NodeFlags.ROOT, NodeFlags.STATE_DIR, MAX_AGE, MAX_FAILING, Usage.JSON)
        .examples(
            providers,
            "sudo podpass node status",
            "podpass node status --root=/host --max-age=15m --json")
        .exits(
            "0   the node is as wanted, or one of a platform that podpass does not change",
            "64  an option is wrong",
            "69  the state cannot be read",
            "78  not installed, changed by another program, failed, too old, or pulls fail");
  }

  @Override
  public int run(CommandContext context) {
    NodeAccess node = new NodeRun(context, "status", false, new Signals()).node();
    NodeStatus status = NodeStatus.of(node);
    Instant now = context.clock().instant();
    Optional<String> failing =
        context
            .arguments()
            .find(MAX_FAILING)
            .flatMap(most -> failing(context, node, status, now, most));
    int printed = context.report(sections(status, failing, now));
    Optional<Duration> limit = context.arguments().find(MAX_AGE);
    boolean recent = limit.isEmpty() || status.isRecent(limit.get(), now);
    return status.isGood(now) && recent && failing.isEmpty()
        ? printed
        : Kind.CONFIGURATION.exitCode();
  }

  private static Optional<String> failing(
      CommandContext context, NodeAccess node, NodeStatus status, Instant now, int mostPercent) {
    NodeFiles files = node.files();
    return status
        .note()
        .last()
        .flatMap(LastPass::changedAt)
        .flatMap(change ->
            PullFailures.since(
                change,
                now,
                files,
                () -> NodeConfiguration.of(new NodeInspection(files), context.checks()).own(),
                mostPercent));
  }

  private static Map<String, Object> sections(
      NodeStatus status, Optional<String> failing, Instant now) {
    return Facts.of(
        "node", node(status, failing, now),
        "files", Facts.any(files(status)),
        "replaced", Facts.any(status.replacement()).map(effects -> Map.of("effects", effects)),
        "failed", status.note().failed().map(failed -> failed(failed, now)),
        "state", status.loss().map(loss -> Map.of("lost", loss)));
  }

  private static Map<String, Object> node(
      NodeStatus status, Optional<String> failing, Instant now) {
    boolean installed = status.isInstalled();
    Map<String, Object> facts =
        Facts.of(
            "installed", installed,
            "entries", Facts.any(status.entries()),
            "since",
                status
                    .note()
                    .written()
                    .filter(_ -> installed)
                    .map(text -> DisplayValue.time(text.at(), now)),
            "not proven", status.unproven(),
            "failing", failing);
    facts.putAll(
        status
            .note()
            .last()
            .map(last -> pass(last, now))
            .orElseGet(() ->
                Facts.of(
                    "last pass",
                    new DisplayValue(null, "none known; podpass node install makes one"))));
    return facts;
  }

  private static Map<String, Object> pass(LastPass last, Instant now) {
    return Facts.of(
        "last pass", DisplayValue.time(last.at(), now),
        "outcome", last.outcome().word().replace('_', ' '),
        "message", last.message(),
        "kubelet restarts", last.restarts(),
        "other options wanted",
            last.contended()
                .filter(_ -> last.isContended(now))
                .map(at -> DisplayValue.time(at, now)));
  }

  private static List<Map<String, Object>> files(NodeStatus status) {
    return status.files().entrySet().stream()
        .map(file ->
            Facts.of(
                "verdict",
                file.getValue()
                    ? new VerdictWord("ok", Tone.GOOD)
                    : new VerdictWord("changed", Tone.BAD),
                "path",
                file.getKey()))
        .toList();
  }

  private static Map<String, Object> failed(Failed failed, Instant now) {
    return Facts.of(
        "at", DisplayValue.time(failed.at(), now),
        "reason", failed.reason(),
        "next try", DisplayValue.time(failed.nextTry(), now));
  }
}
