// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.PodCredentials;
import dev.podpass.admin.events.EventLimits;
import dev.podpass.admin.events.PullEvents;
import dev.podpass.admin.images.AuditLogTail;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.admin.text.IoReason;
import dev.podpass.cli.command.Command;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.cli.help.HelpText;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.settings.Flag;
import dev.podpass.core.settings.PluginFlags;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.RegistryHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Model.CommandSpec;

/** Follows the audit log, and writes an Event on each pod whose pull has no credential. */
final class NodeEventsCommand implements Command {
  private static final Duration POLL = Duration.ofSeconds(2);

  /** A collection costs milliseconds; what is read in between becomes ten times as much memory. */
  private static final int COLLECTED = 64 << 10;

  @Override
  public CommandSpec spec(Providers providers) {
    return HelpText.of(
            this,
            "events",
            "Write an Event on each pod whose pull fails at podpass, until it is stopped.",
            "Follows the audit log of this node, and writes as the service account of this pod. The"
                + " Event has the kind of failure, the cloud's code and the hint: one for each pod"
                + " and kind in ten minutes; on a node ten, then one a minute. A cloud that is"
                + " unavailable is one Event on the node. Registries that may be public have none:"
                + " kubelet goes on anonymously. If the API server is away, Events are lost.")
        .flags(PluginFlags.AUDIT_LOG, NodeFlags.NODE_NAME)
        .examples(
            providers,
            "podpass node events --audit-log=/var/log/podpass/audit.log --node-name=NODE")
        .exits("64  an option is wrong");
  }

  @Override
  public int run(CommandContext context) {
    String log = required(context, PluginFlags.AUDIT_LOG).toAbsolutePath().toString();
    PullEvents events =
        new PullEvents(
            required(context, NodeFlags.NODE_NAME),
            new EventLimits(ThreadLocalRandom.current()),
            context.clock(),
            (path, event) -> create(context, path, event),
            text -> context.note("podpass: " + text));
    AuditLogTail tail = new AuditLogTail(NodeFiles.below(Path.of("/")), log);
    String noted = "";
    for (int bytes = 0; ; ) {
      try {
        bytes +=
            tail.read(line -> {
              if (!mayBePublic(context.providers(), line)) {
                events.accept(line);
              }
            });
        noted = "";
      } catch (IOException e) {
        String reason = IoReason.withFile(e);
        if (!noted.equals(reason)) {
          context.note("podpass: %s cannot be read (%s)".formatted(log, reason));
        }
        noted = reason;
      }
      if (bytes > COLLECTED) {
        System.gc();
        bytes = 0;
      }
      NodeReconcileCommand.rest(POLL);
    }
  }

  private static <T> T required(CommandContext context, Flag<T> flag) {
    return context
        .arguments()
        .find(flag)
        .orElseThrow(() ->
            new CredentialException(
                Kind.USAGE,
                flag.name() + " is not set",
                "set --audit-log to that of the node's pulls, and --node-name to the node's name"));
  }

  /** The token and the CA may have been renewed. */
  private static void create(CommandContext context, String path, ObjectNode event) {
    PodCredentials pod = NodeTaint.credentials(context);
    var _ =
        ApiServer.call(
            pod.server(),
            Optional.of(pod.token()),
            NodeTaint.settings(context, pod),
            api -> api.create(path, event));
    System.gc(); // A TLS handshake leaves megabytes.
  }

  /** Kubelet may well pull the image anonymously. A mirrored one has a public registry's name. */
  private static boolean mayBePublic(Providers providers, ObjectNode line) {
    return line.has("mirrored")
        || providers.all().stream()
            .filter(provider -> provider.id().equals(line.path("provider").asText()))
            .allMatch(provider ->
                provider.mayBePublic(RegistryHost.parse(line.path("registry").asText())));
  }
}
