// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.install.InstallRequest;
import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeInstallation;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.kubeletconfig.Placement;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.state.StateDirectory;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.ChildProcess;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigFromFlags;
import dev.podpass.cli.config.PlacementFlags;
import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.options.ConfigOptions;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The node that a command line describes, and what is to be on it. */
final class NodeFromFlags {
  private static final Path OURSELVES = Path.of("/proc/self/exe");

  private final CommandContext context;
  private final Arguments arguments;

  NodeFromFlags(CommandContext context) {
    this.context = context;
    this.arguments = context.arguments();
  }

  /** Podpass on that node. */
  NodeInstallation installation(NodeAccess node) {
    return new NodeInstallation(node, providers());
  }

  /** The ids that may end the names of podpass's entries. */
  List<String> providers() {
    return context.providers().all().stream().map(RegistryCredentialProvider::id).toList();
  }

  /**
   * The node.
   *
   * @throws CredentialException of kind {@code CONFIGURATION} if others may change its state
   */
  NodeAccess node() {
    Path root = arguments.get(NodeFlags.ROOT).toAbsolutePath().normalize();
    NodeFiles files = NodeFiles.below(root);
    HostCommands commands = ChildProcess::run;
    return new NodeAccess(
        files,
        new StateDirectory(stateDirectory(files)),
        files.isThisMachine() ? commands : commands.onMountedNode(),
        context.clock(),
        context.notes()::progress,
        text -> context.notes().note("podpass: " + text));
  }

  private Path stateDirectory(NodeFiles files) {
    Path directory = Path.of(arguments.get(NodeFlags.STATE_DIR));
    try {
      return files
          .trustedDirectory(String.valueOf(directory.getParent()))
          .resolve(String.valueOf(directory.getFileName()));
    } catch (NoSuchFileException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s has no %s, which every node has; nothing was changed"
                  .formatted(arguments.get(NodeFlags.ROOT), directory.getParent()),
              "set --root to where the node's / is mounted")
          .causedBy(e);
    } catch (IOException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "the state cannot be kept in %s (%s)".formatted(directory, IoReason.withFile(e)),
              "set --state-dir to a directory that only root can write to, and that outlives a"
                  + " reboot")
          .causedBy(e);
    }
  }

  /**
   * The request to install that the flags make.
   *
   * @param insists whether a change that failed is tried again at once
   * @param spread how long a node in service may wait before its kubelet is restarted
   * @throws CredentialException if an option is missing or wrong
   */
  InstallRequest request(boolean insists, Duration spread) {
    ConfigFromFlags entries = new ConfigFromFlags(context);
    ConfigDocument document = entries.document();
    Placement placement = PlacementFlags.placement(arguments);
    return new InstallRequest(
        document,
        text -> completed(() -> entries.documentFor(text, document, placement)),
        placement,
        arguments.get(ConfigOptions.NAME),
        executable(),
        arguments.find(NodeFlags.CONFIG_FILE),
        arguments.find(NodeFlags.BIN_DIR),
        restart(),
        insists,
        spread,
        context.checks());
  }

  /** What is wrong with a node's file is no error of the command line, which ends all passes. */
  private static ConfigDocument completed(Supplier<ConfigDocument> document) {
    try {
      return document.get();
    } catch (CredentialException e) {
      throw e.kind() != Kind.USAGE
          ? e
          : new CredentialException(
                  Kind.CONFIGURATION,
                  "the options of the entry that is replaced cannot be taken over, so nothing is"
                      + " changed: "
                      + e.text(),
                  "correct the args of that entry, or use --first instead of --replace")
              .causedBy(e);
    }
  }

  /** Names options whose values others can read. */
  void warn() {
    new ConfigFromFlags(context).warnings().forEach(context.notes()::note);
  }

  private Path executable() {
    try {
      Path file = arguments.find(NodeFlags.EXECUTABLE).orElse(OURSELVES).toRealPath();
      if (file.endsWith("java")) {
        throw new CredentialException(
            Kind.USAGE,
            "this podpass is a jar, which kubelet cannot run",
            "--executable=FILE with podpass's executable for this node");
      }
      return file;
    } catch (IOException e) {
      throw new CredentialException(
              Kind.USAGE,
              "the executable to install cannot be read (" + IoReason.of(e) + ")",
              "--executable=FILE with podpass's executable for this node")
          .causedBy(e);
    }
  }

  RestartPolicy restart() {
    boolean never = arguments.get(NodeFlags.NO_RESTART);
    if (never && arguments.find(NodeFlags.RESTART_COMMAND).isPresent()) {
      throw new CredentialException(
          Kind.USAGE,
          "--no-restart and --restart-command exclude each other",
          "choose one of them");
    }
    return new RestartPolicy(
        !never, arguments.find(NodeFlags.RESTART_COMMAND), arguments.get(NodeFlags.HEALTH_TIMEOUT));
  }
}
