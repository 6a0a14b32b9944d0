// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.state.StateDirectory;
import dev.podpass.admin.text.Documents;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report of the last pass, which readiness is judged by and no pass depends on; and the same in
 * Prometheus' text format, for node_exporter's textfile collector. A power cut may lose it.
 *
 * @param otherOptions when another podpass last wanted other options here
 * @param changes how many passes changed files, up to this one
 */
public record LastPass(
    PassReport report, long changes, long restarts, Optional<Instant> otherOptions) {
  private static final int MAX_BYTES = 64 << 10;

  /** Both make passes, and the one whose options are in effect would report that all is well. */
  private static final Duration CONTENDED = Duration.ofMinutes(15);

  /** Whether two podpasses want different options here, as far as their last passes say. */
  public boolean isContended(Instant now) {
    return otherOptions
        .filter(it -> !it.isAfter(now) && it.plus(CONTENDED).isAfter(now))
        .isPresent();
  }

  /** Adds a pass, which settles which options are wanted, or not. */
  static void write(StateDirectory store, PassReport report, boolean settles) throws IOException {
    Optional<LastPass> before = read(store.lastPass());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", report.at().toString());
    tree.put("outcome", report.outcome().name());
    tree.put("message", report.message());
    tree.put("changes", before.map(LastPass::changes).orElse(0L) + (report.changed() ? 1 : 0));
    tree.put("restarts", before.map(LastPass::restarts).orElse(0L) + report.restarts());
    Optional<Instant> otherOptions =
        report.outcome() == Outcome.OTHER_OPTIONS
            ? Optional.of(report.at())
            : before.flatMap(LastPass::otherOptions).filter(_ -> !settles);
    otherOptions.ifPresent(it -> tree.put("otherOptions", it.toString()));
    store.saveLastPass(Documents.json(tree).getBytes(UTF_8));
  }

  static Optional<LastPass> read(Path file) {
    try {
      JsonNode tree = StrictJson.object(SafeFile.read(file, MAX_BYTES));
      return Optional.of(
          new LastPass(
              PassReport.of(
                  Instant.parse(tree.path("at").asText()),
                  Outcome.valueOf(tree.path("outcome").asText()),
                  tree.path("message").asText()),
              tree.path("changes").asLong(),
              tree.path("restarts").asLong(),
              tree.has("otherOptions")
                  ? Optional.of(Instant.parse(tree.path("otherOptions").asText()))
                  : Optional.empty()));
    } catch (IOException
        | MalformedJsonException
        | IllegalArgumentException
        | DateTimeException _) {
      return Optional.empty();
    }
  }

  /** Writes the metrics of a node; one without a report of a pass has none. */
  public static void measure(Path file, NodeAccess node, OptionalLong openImages)
      throws IOException {
    Optional<LastPass> last = read(node.state().lastPass());
    if (last.isPresent()) {
      SafeFile.replace(
          file,
          last.get().metrics(node.clock().instant(), openImages).getBytes(UTF_8),
          PosixFilePermissions.fromString("rw-r--r--"));
    } else {
      Files.deleteIfExists(file);
    }
  }

  private String metrics(Instant now, OptionalLong openImages) {
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
    """
            .formatted(
                report.at().getEpochSecond(),
                report.outcome().isGood() ? 1 : 0,
                isContended(now) ? 1 : 0,
                outcomes(),
                changes,
                restarts)
        + (openImages.isPresent() ? metric(openImages.getAsLong()) : "");
  }

  private String outcomes() {
    return Stream.of(Outcome.values())
        .map(it ->
            "podpass_node_outcome{outcome=\"%s\"} %d"
                .formatted(it.word(), it == report.outcome() ? 1 : 0))
        .collect(Collectors.joining("\n"));
  }

  private static String metric(long openImages) {
    return """
    # HELP podpass_node_open_images Images of podpass's registries on the node that every pod may start.
    # TYPE podpass_node_open_images gauge
    podpass_node_open_images %d
    """
        .formatted(openImages);
  }
}
