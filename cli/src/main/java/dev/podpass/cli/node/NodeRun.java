// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.doctor.ImageChecks;
import dev.podpass.admin.file.TrustedPath;
import dev.podpass.admin.install.InstallRequest;
import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeMetrics;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.Outcome;
import dev.podpass.admin.install.PassReport;
import dev.podpass.admin.install.StateDirectory;
import dev.podpass.admin.kubelet.HostCommands;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.admin.kubeletconfig.ConfigDocument;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.text.Facts;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.ChildProcess;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.config.ConfigFromFlags;
import dev.podpass.cli.config.ConfigOptions;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command for a node: the node and the request that its flags describe; and a pass, which is
 * counted, logged, printed, and turned into an exit status.
 *
 * @param quiet whether nothing is printed if nothing changed
 * @param signals that end the command, but not while it changes the node
 */
record NodeRun(CommandContext context, String command, boolean quiet, Signals signals) {
  private static final Path OURSELVES = Path.of("/proc/self/exe");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long AUDIT_BYTES = 10L << 20;

  NodeAccess node() {
    Path root = context.arguments().get(NodeFlags.ROOT).toAbsolutePath().normalize();
    NodeFiles files = NodeFiles.below(root);
    HostCommands commands = ChildProcess::run;
    return new NodeAccess(
        files,
        new StateDirectory(stateDirectory(files)),
        files.isThisMachine() ? commands : commands.onMountedNode(),
        context.providers().all().stream().map(RegistryCredentialProvider::id).toList(),
        context.clock(),
        context::progress,
        text -> context.note("podpass: " + text),
        signals::hold);
  }

  private Path stateDirectory(NodeFiles files) {
    Path directory = Path.of(context.arguments().get(NodeFlags.STATE_DIR));
    try {
      return files.trustedPlace(directory.toString());
    } catch (NoSuchFileException e) {
      throw new CredentialException(
              Kind.CONFIGURATION,
              "%s has no %s, which every node has; nothing was changed"
                  .formatted(context.arguments().get(NodeFlags.ROOT), directory.getParent()),
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
   * The request to install that the flags make. A change that failed is tried again at once, unless
   * this is quiet.
   */
  InstallRequest request() {
    ConfigFromFlags entries = new ConfigFromFlags(context);
    ConfigDocument document = entries.document();
    return new InstallRequest(
        document,
        text -> completed(() -> entries.documentFor(text)),
        entries.placement(),
        context.arguments().get(ConfigOptions.NAME),
        executable(),
        context.arguments().find(NodeFlags.CONFIG_FILE),
        context.arguments().find(NodeFlags.BIN_DIR),
        restart(),
        !quiet,
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
    new ConfigFromFlags(context).warnings().forEach(context::note);
  }

  /** Warns if every user can read kubelet's file, and it has a password in it now. */
  void warnOfExposure(NodeAccess node) {
    try {
      Optional<String> config = node.state().load(_ -> {}).place().map(Place::config);
      if (config.isPresent()) {
        Path file = node.files().trustedPlace(config.get());
        new ConfigFromFlags(context).exposure(file, config.get()).ifPresent(context::note);
      }
    } catch (IOException _) {
      return; // The pass has told what is wrong with the node's files.
    }
  }

  private Path executable() {
    try {
      Path file = context.arguments().find(NodeFlags.EXECUTABLE).orElse(OURSELVES).toRealPath();
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
    context.arguments().requireAtMostOne(NodeFlags.NO_RESTART, NodeFlags.RESTART_COMMAND);
    return new RestartPolicy(
        !context.arguments().get(NodeFlags.NO_RESTART),
        context.arguments().find(NodeFlags.RESTART_COMMAND),
        context.arguments().get(NodeFlags.HEALTH_TIMEOUT));
  }

  /**
   * Makes the pass, and does not print it yet.
   *
   * @param denied how many audiences kubelet may not request tokens for
   */
  PassReport make(NodeAccess node, int denied, Supplier<PassReport> pass) {
    try {
      PassReport report = pass.get();
      observe(node, denied, report);
      return report;
    } catch (CredentialException e) {
      observe(node, denied, PassReport.of(context.clock().instant(), Outcome.REFUSED, e.line()));
      throw e;
    }
  }

  /** Prints a pass; fails if the node is not as it should be. */
  int finish(PassReport report) {
    if (!report.outcome().isGood()) {
      throw report.failure();
    }
    if (quiet && report.outcome() == Outcome.UNCHANGED) {
      return 0;
    }
    return context.report(
        () ->
            Facts.of(
                "outcome", report.outcome().word().replace('_', ' '),
                "changes", report.changes(),
                "message", report.message()),
        () ->
            Stream.concat(report.changes().stream(), Stream.of(report.message()))
                .collect(Collectors.joining("\n")));
  }

  /** A log that cannot be written does not undo what was done. */
  private void observe(NodeAccess node, int denied, PassReport report) {
    try {
      write(node, denied, report);
    } catch (IOException e) {
      context.note("podpass: metrics or audit log cannot be written: " + IoReason.withFile(e));
    }
  }

  private void write(NodeAccess node, int denied, PassReport report) throws IOException {
    Optional<Path> metrics = context.arguments().find(NodeFlags.NODE_METRICS_FILE);
    if (metrics.isPresent()) {
      NodeMetrics.write(ownedByRoot(metrics.get()), node, denied, openImages(node));
    }
    Optional<Path> audit = context.arguments().find(NodeFlags.NODE_AUDIT_LOG);
    if (audit.isPresent() && report.outcome() != Outcome.UNCHANGED) {
      new AuditLog(ownedByRoot(audit.get()), AUDIT_BYTES)
          .append(report.auditFields(command), PATIENCE);
    }
  }

  /** Not known where kubelet keeps no records, or what is read fails. */
  private OptionalLong openImages(NodeAccess node) {
    try {
      return ImageChecks.open(node.files(), context.checks());
    } catch (CredentialException _) {
      return OptionalLong.empty();
    }
  }

  /** Another user who owns the directory could keep lines out, or hold a pass up with a pipe. */
  private static Path ownedByRoot(Path file) throws IOException {
    return TrustedPath.place(Path.of("/"), file.toAbsolutePath().normalize());
  }
}
