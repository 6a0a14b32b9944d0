// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.install.InstallRequest;
import dev.podpass.admin.install.MadeFiles;
import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeInstallation;
import dev.podpass.admin.install.Outcome;
import dev.podpass.admin.install.PassReport;
import dev.podpass.admin.install.Platform;
import dev.podpass.admin.node.CaFile;
import dev.podpass.admin.oidc.JwksFile;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.cli.help.HelpText;
import dev.podpass.cli.options.Usage;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Brings a node to what is wanted, once. */
final class NodeInstallCommand implements Command {
  /** Flags for the files of the node and the way they get there. */
  static final Flag<?>[] FLAGS = {
    ConfigOptions.PROVIDERS,
    ConfigOptions.NAME,
    ConfigOptions.ENV,
    ConfigOptions.FIRST,
    ConfigOptions.REPLACE,
    NodeFlags.ROOT,
    NodeFlags.STATE_DIR,
    NodeFlags.EXECUTABLE,
    NodeFlags.CA_BUNDLE_FROM,
    NodeFlags.CONFIG_FILE,
    NodeFlags.BIN_DIR,
    NodeFlags.RESTART_COMMAND,
    NodeFlags.NO_RESTART,
    NodeFlags.HEALTH_TIMEOUT,
    NodeFlags.STARTUP_TAINT,
    NodeFlags.NODE_NAME,
    NodeFlags.NODE_GRANT,
    NodeFlags.NODE_METRICS_FILE,
    NodeFlags.NODE_AUDIT_LOG,
    Usage.JSON
  };

  static final String[] EXITS = {
    "0   the node is as wanted",
    "64  an option is wrong",
    "69  the node's files cannot be changed, kubelet cannot be restarted, or it may not request"
        + " tokens",
    "75  another podpass is at work or wants other options, another program keeps changing a"
        + " file, or it is not certain which process is kubelet",
    "78  not possible on this node, or kubelet did not start and everything was restored"
  };

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "install",
            "Install podpass on this node and add the providers you choose to kubelet's"
                + " configuration.",
            "Finds kubelet's configuration and plugin directory from the running kubelet, puts the"
                + " executable and its links there, adds the entries, and restarts kubelet if it"
                + " has not read them. If kubelet is not healthy afterwards, everything is put"
                + " back. If nothing has to be changed, nothing is done.")
        .flags(FLAGS)
        .pluginFlags(providers)
        .examples(
            providers,
            "sudo podpass node install --providers=ID",
            "sudo podpass node install --providers=ID --first --no-restart",
            "podpass node install --root=/host --providers=ID"
                + " --restart-command=/opt/restart-kubelet")
        .exits(EXITS);
  }

  @Override
  public int run(CommandContext context) {
    return run(new NodeRun(context, "install", false, new Signals()), Duration.ZERO, _ -> {});
  }

  /** Makes a pass. */
  static int run(NodeRun run, Duration spread, Consumer<Duration> waits) {
    CommandContext context = run.context();
    InstallRequest request = run.request();
    if (!run.quiet()) {
      run.warn();
    }
    Optional<NodeTaint> taint = NodeTaint.of(context);
    NodeAccess node = run.node();
    Optional<Platform> platform = Platform.of(node.files());
    if (platform.isPresent()) {
      return refuse(run, node, platform.get(), taint);
    }
    List<String> denied = DeniedAudiences.of(context, node.files(), request.document());
    PassReport report;
    int status;
    try {
      report =
          run.make(
              node,
              denied.size(),
              () -> {
                // Before kubelet runs podpass, for which a missing file is an error.
                updateCaBundle(context, node);
                updateKeys(context, node);
                return new NodeInstallation(node)
                    .install(
                        request,
                        denied,
                        spread,
                        time -> {
                          run.signals().release();
                          waits.accept(time);
                        });
              });
      denied.forEach(audience ->
          context.note(
              "podpass: kubelet may not request tokens for %s, so it does not run podpass; hint: %s"
                  .formatted(audience, InstallRequest.GRANT)));
      status = run.finish(report);
      if (!run.quiet() || report.outcome() != Outcome.UNCHANGED) {
        run.warnOfExposure(node);
      }
    } catch (CredentialException e) {
      run.signals().release();
      taint.ifPresent(NodeTaint::release);
      throw e;
    }
    run.signals().release();
    // Before kubelet has read its configuration, pods would pull without podpass.
    taint.filter(_ -> report.outcome() != Outcome.RESTART_PENDING).ifPresent(NodeTaint::remove);
    return status;
  }

  /** Removes the taint, too: pods would wait for podpass in vain. */
  private static int refuse(
      NodeRun run, NodeAccess node, Platform platform, Optional<NodeTaint> taint) {
    PassReport left = run.make(node, 0, () -> new NodeInstallation(node).unsupported(platform));
    taint.ifPresent(NodeTaint::remove);
    if (run.quiet() && left.outcome() == Outcome.UNCHANGED) {
      return Kind.CONFIGURATION.exitCode();
    }
    throw platform.refusal();
  }

  private static void updateCaBundle(CommandContext context, NodeAccess node) {
    Optional<Path> source = context.arguments().find(NodeFlags.CA_BUNDLE_FROM);
    if (source.isEmpty()) {
      return;
    }
    Path file =
        context
            .arguments()
            .find(PluginFlags.CA_BUNDLE)
            .orElseThrow(() ->
                new CredentialException(
                    Kind.USAGE,
                    "--ca-bundle-from needs a file on the node to copy to",
                    "set --ca-bundle"));
    byte[] bundle = CaFile.read(source.get());
    try {
      if (new MadeFiles(node).put(file.toString(), bundle)) {
        context.note("podpass: %s has the certificates of %s now".formatted(file, source.get()));
      }
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s cannot be copied to %s (%s)".formatted(source.get(), file, IoReason.withFile(e)),
              "set --ca-bundle to a file in a directory that exists and that only root can change")
          .causedBy(e);
    }
  }

  /** With keys that the issuer no longer signs with, podpass would take no token. */
  private static void updateKeys(CommandContext context, NodeAccess node) {
    Optional<Path> file = context.arguments().find(PluginFlags.TOKEN_JWKS);
    Optional<String> issuer = context.arguments().find(PluginFlags.TOKEN_ISSUER);
    if (file.isEmpty() || issuer.isEmpty()) {
      return;
    }
    try {
      var settings = context.checks().settings(List.of(), context.process().environment());
      byte[] keys =
          context
              .network()
              .with(
                  settings.readConnections(),
                  connections -> JwksFile.published(issuer.get(), connections));
      if (new MadeFiles(node).put(file.get().toString(), keys)) {
        context.note("podpass: %s has the keys of %s now".formatted(file.get(), issuer.get()));
      }
    } catch (IOException e) {
      context.note("podpass: %s is not refreshed: %s".formatted(file.get(), IoReason.withFile(e)));
    } catch (CredentialException e) {
      context.note("podpass: %s is not refreshed: %s".formatted(file.get(), e.text()));
    }
  }
}
