// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.apiserver.ApiServer;
import dev.podpass.admin.apiserver.PodCredentials;
import dev.podpass.admin.apiserver.StartupTaint;
import dev.podpass.cli.command.CommandContext;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The startup taint of {@code --startup-taint}, which is removed when podpass has done what it does
 * on the node.
 */
record NodeTaint(CommandContext context, StartupTaint taint) {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final String AKS_WEBHOOK = "aks-node-validating-webhook";

  /** The taint, if there is to be one. */
  static Optional<NodeTaint> of(CommandContext context) {
    Optional<String> key = context.arguments().find(NodeFlags.STARTUP_TAINT);
    Optional<String> node = context.arguments().find(NodeFlags.NODE_NAME);
    if (key.isPresent() != node.isPresent()) {
      throw new CredentialException(
          Kind.USAGE,
          "--startup-taint and --node-name need each other",
          "set both, or neither of them");
    }
    return key.map(taint -> new NodeTaint(context, new StartupTaint(node.orElseThrow(), taint)));
  }

  void remove() {
    remove(taint::remove);
  }

  /**
   * Removes it after a pass that failed, if the node has been there for longer than {@link
   * #PATIENCE}: its pods do not wait for ever. What goes wrong is one note.
   */
  void release() {
    Instant time = context.clock().instant().minus(PATIENCE);
    try {
      remove(api -> taint.removeIfCreatedBefore(time, api));
    } catch (CredentialException e) {
      context.note("podpass: " + e.line());
    }
  }

  private void remove(Predicate<ApiServer> removal) {
    try {
      PodCredentials pod = credentials(context);
      if (context
          .network()
          .with(
              settings(context, pod),
              connections -> removal.test(new ApiServer(pod, connections)))) {
        var _ =
            context.print("removed the taint %s from node %s".formatted(taint.key(), taint.node()));
      }
    } catch (CredentialException e) {
      throw new CredentialException(
              e.kind(),
              "the taint %s cannot be removed from node %s: %s"
                  .formatted(taint.key(), taint.node(), e.text()),
              e.text().contains(AKS_WEBHOOK)
                  ? "AKS lets nothing in the cluster remove a taint of a node pool: set it as a"
                      + " node initialization taint instead; see docs/platforms/aks.md"
                  : e.kind() == Kind.DENIED
                      ? "let the service account get and patch nodes; the next pass tries again"
                      : "the next pass tries again; if it stays, see whether this pod reaches the"
                          + " API server")
          .causedBy(e);
    }
  }

  /** The API server and the token of this pod. */
  static PodCredentials credentials(CommandContext context) {
    return PodCredentials.read(context.process().environment(), NodeTaint::read);
  }

  /** The options of the plugin are for the node, whose files are not those of this pod. */
  static ConnectionSettings settings(CommandContext context, PodCredentials pod) {
    return context
        .checks()
        .settings(List.of(), context.process().environment())
        .readConnections()
        .to(pod.trust());
  }

  private static Optional<String> read(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path), UTF_8));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
