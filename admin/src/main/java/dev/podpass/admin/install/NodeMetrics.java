// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.core.file.SafeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of a node in Prometheus' text format, for node_exporter's textfile collector. It is
 * written anew by each pass; a node without a report of a pass has no metrics.
 */
public final class NodeMetrics {
  private NodeMetrics() {}

  /**
   * Writes the metrics of a node.
   *
   * @param openImages how many images of podpass's registries every pod may start, if it is known
   */
  public static void write(Path file, NodeAccess node, OptionalLong openImages) throws IOException {
    Optional<LastPass> last = LastPass.read(node.state().lastPass());
    if (last.isPresent()) {
      SafeFile.replace(
          file,
          text(last.get(), node.clock().instant(), openImages).getBytes(UTF_8),
          PosixFilePermissions.fromString("rw-r--r--"));
    } else {
      Files.deleteIfExists(file);
    }
  }

  static String text(LastPass last, Instant now, OptionalLong openImages) {
    StringBuilder text = new StringBuilder();
    metric(
        text,
        "podpass_node_last_pass_timestamp_seconds",
        "gauge",
        "Time of the last pass of podpass node.",
        last.report().at().getEpochSecond());
    metric(
        text,
        "podpass_node_last_pass_success",
        "gauge",
        "Whether the node is as wanted after the last pass, or one that podpass does not change.",
        last.report().outcome().isGood() ? 1 : 0);
    metric(
        text,
        "podpass_node_other_options",
        "gauge",
        "Whether two podpasses want different options on this node.",
        last.isContended(now) ? 1 : 0);
    family(text, "podpass_node_outcome", "gauge", "Outcome of the last pass.");
    for (Outcome outcome : Outcome.values()) {
      sample(
          text,
          "podpass_node_outcome",
          "{outcome=\"" + outcome.name().toLowerCase(Locale.ROOT) + "\"}",
          outcome == last.report().outcome() ? 1 : 0);
    }
    metric(
        text,
        "podpass_node_changes_total",
        "counter",
        "Passes that changed files.",
        last.changes());
    metric(
        text,
        "podpass_node_kubelet_restarts_total",
        "counter",
        "Restarts of kubelet by podpass node.",
        last.restarts());
    openImages.ifPresent(open ->
        metric(
            text,
            "podpass_node_open_images",
            "gauge",
            "Images of podpass's registries on the node that every pod may start.",
            open));
    return text.toString();
  }

  private static void metric(
      StringBuilder text, String name, String type, String help, long value) {
    family(text, name, type, help);
    sample(text, name, "", value);
  }

  private static void family(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  private static void sample(StringBuilder text, String name, String labels, long value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }
}
