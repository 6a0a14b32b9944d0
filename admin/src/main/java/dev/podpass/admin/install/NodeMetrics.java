// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last pass in Prometheus' text format, for node_exporter's textfile collector. A power cut may
 * lose it.
 */
public final class NodeMetrics {
  private NodeMetrics() {}

  /** Writes the metrics of a node; one without a report of a pass has none. */
  public static void write(Path file, NodeAccess node, int denied, OptionalLong openImages)
      throws IOException {
    Optional<LastPass> last = node.state().load(_ -> {}).last();
    if (last.isPresent()) {
      SafeFile.replace(
          file,
          (text(last.get(), denied, node.clock().instant())
                  + (openImages.isPresent() ? text(openImages.getAsLong()) : ""))
              .getBytes(UTF_8),
          PosixFilePermissions.fromString("rw-r--r--"));
    } else {
      Files.deleteIfExists(file);
    }
  }

  private static String text(LastPass last, int denied, Instant now) {
    return """
    # HELP podpass_node_last_pass_timestamp_seconds Time of the last pass of podpass node.
    # TYPE podpass_node_last_pass_timestamp_seconds gauge
    podpass_node_last_pass_timestamp_seconds %d
    # HELP podpass_node_last_pass_success Whether the node is as wanted after the last pass, or one that podpass does not change.
    # TYPE podpass_node_last_pass_success gauge
    podpass_node_last_pass_success %d
    # HELP podpass_node_other_options Whether two podpasses want different options on this node.
    # TYPE podpass_node_other_options gauge
    podpass_node_other_options %d
    # HELP podpass_node_outcome Outcome of the last pass.
    # TYPE podpass_node_outcome gauge
    %s
    # HELP podpass_node_changes_total Passes that changed files.
    # TYPE podpass_node_changes_total counter
    podpass_node_changes_total %d
    # HELP podpass_node_kubelet_restarts_total Restarts of kubelet by podpass node.
    # TYPE podpass_node_kubelet_restarts_total counter
    podpass_node_kubelet_restarts_total %d
    # HELP podpass_node_denied_audiences Audiences of podpass's entries for which the API server lets kubelet request no tokens.
    # TYPE podpass_node_denied_audiences gauge
    podpass_node_denied_audiences %d
    """
        .formatted(
            last.at().getEpochSecond(),
            last.outcome().isGood() ? 1 : 0,
            last.isContended(now) ? 1 : 0,
            Stream.of(Outcome.values())
                .map(outcome ->
                    "podpass_node_outcome{outcome=\"%s\"} %d"
                        .formatted(outcome.word(), outcome == last.outcome() ? 1 : 0))
                .collect(Collectors.joining("\n")),
            last.changes(),
            last.restarts(),
            denied);
  }

  private static String text(long openImages) {
    return """
    # HELP podpass_node_open_images Images of podpass's registries on the node that every pod may start.
    # TYPE podpass_node_open_images gauge
    podpass_node_open_images %d
    """
        .formatted(openImages);
  }
}
