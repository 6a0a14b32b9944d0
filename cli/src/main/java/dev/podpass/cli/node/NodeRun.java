// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.doctor.NodeImages;
import dev.podpass.admin.file.TrustedPath;
import dev.podpass.admin.install.NodeAccess;
import dev.podpass.admin.install.NodeMetrics;
import dev.podpass.admin.install.PassReport;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.options.TokenOptions;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Runs a pass as a command: counts it, logs it, prints it, and turns its outcome into an exit
 * status.
 *
 * @param context the run
 * @param command its name
 * @param quiet whether nothing is printed if nothing changed
 */
record NodeRun(CommandContext context, String command, boolean quiet) {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OBSERVATION = Duration.ofSeconds(10);
  private static final long AUDIT_BYTES = 10L << 20;

  /**
   * Makes the pass.
   *
   * @return the exit status for it
   * @throws CredentialException if the node is not as it should be
   */
  int of(NodeAccess node, Supplier<PassReport> pass) {
    return finish(make(node, pass));
  }

  /**
   * Makes the pass without printing it.
   *
   * @throws CredentialException if it could not be made
   */
  PassReport make(NodeAccess node, Supplier<PassReport> pass) {
    try {
      PassReport report = pass.get();
      observe(node, report);
      return report;
    } catch (CredentialException e) {
      observe(node, PassReport.of(context.clock().instant(), Outcome.REFUSED, e.line()));
      throw e;
    }
  }

  /**
   * Prints a pass.
   *
   * @throws CredentialException if the node is not as it should be
   */
  int finish(PassReport report) {
    return switch (report.outcome()) {
      case UNCHANGED, CHANGED, RESTART_PENDING -> {
        if (quiet && report.outcome() == Outcome.UNCHANGED) {
          yield 0;
        }
        if (context.arguments().get(TokenOptions.JSON)) {
          Map<String, Object> facts = new LinkedHashMap<>();
          facts.put("outcome", report.outcome().word().replace('_', ' '));
          facts.put("changes", report.changes());
          facts.put("message", report.message());
          yield context.report(facts);
        }
        List<String> lines = new ArrayList<>(report.changes());
        lines.add(report.message());
        yield context.print(String.join("\n", lines));
      }
      case BACKING_OFF ->
          throw new CredentialException(
              Kind.TRY_AGAIN,
              report.message(),
              "find the program that changes it, or give it podpass's entries");
      case OTHER_OPTIONS ->
          throw new CredentialException(
              Kind.TRY_AGAIN,
              report.message(),
              "let one podpass manage each node: correct the node selectors of the chart's"
                  + " releases, or stop the timer beside them");
      case ROLLED_BACK, FAILED_BEFORE, REFUSED, UNSUPPORTED ->
          throw report
              .hint()
              .map(hint -> new CredentialException(Kind.CONFIGURATION, report.message(), hint))
              .orElseGet(() -> new CredentialException(Kind.CONFIGURATION, report.message()));
    };
  }

  /** A log that cannot be written does not undo what was done, and holds nothing up. */
  private void observe(NodeAccess node, PassReport report) {
    Thread writer =
        Thread.ofPlatform()
            .daemon()
            .name("podpass-observe")
            .start(() -> {
              try {
                write(node, report);
              } catch (IOException e) {
                context
                    .notes()
                    .note(
                        "podpass: metrics or audit log cannot be written: " + IoReason.withFile(e));
              }
            });
    try {
      if (!writer.join(OBSERVATION)) {
        context.notes().note("podpass: metrics or audit log cannot be written in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(NodeAccess node, PassReport report) throws IOException {
    Optional<Path> metrics = context.arguments().find(NodeFlags.NODE_METRICS_FILE);
    if (metrics.isPresent()) {
      NodeMetrics.write(ownedByRoot(metrics.get()), node, openImages(node));
    }
    Optional<Path> audit = context.arguments().find(NodeFlags.NODE_AUDIT_LOG);
    if (audit.isPresent() && report.outcome() != Outcome.UNCHANGED) {
      new AuditLog(ownedByRoot(audit.get()), AUDIT_BYTES).append(report.line(command), PATIENCE);
    }
  }

  /** Not known where kubelet keeps no records, or what is read fails. */
  private OptionalLong openImages(NodeAccess node) {
    try {
      return NodeImages.open(node.files(), context.checks());
    } catch (CredentialException _) {
      return OptionalLong.empty();
    }
  }

  /** Another user who owns the directory could keep lines out, or hold a pass up with a pipe. */
  private static Path ownedByRoot(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    return TrustedPath.directory(Path.of("/"), String.valueOf(absolute.getParent()))
        .resolve(String.valueOf(absolute.getFileName()));
  }
}
