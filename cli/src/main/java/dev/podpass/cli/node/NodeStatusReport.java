// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import dev.podpass.admin.install.LastPass;
import dev.podpass.admin.install.NodeStatus;
import dev.podpass.admin.state.Failure;
import dev.podpass.admin.state.InstallManifest;
import dev.podpass.cli.report.DisplayValue;
import dev.podpass.cli.report.VerdictWord;
import dev.podpass.cli.report.VerdictWord.Tone;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The state of a node as facts to print. */
final class NodeStatusReport {
  private NodeStatusReport() {}

  static Map<String, Object> sections(NodeStatus status, Instant now) {
    Map<String, Object> sections = new LinkedHashMap<>();
    sections.put("node", node(status, now));
    status
        .state()
        .installed()
        .ifPresent(installed -> sections.put("files", files(status, installed)));
    if (!status.replacement().isEmpty()) {
      sections.put("replaced", Map.of("effects", status.replacement()));
    }
    status.state().failure().ifPresent(failed -> sections.put("failed", failed(failed, now)));
    status.loss().ifPresent(loss -> sections.put("state", Map.of("lost", loss)));
    return sections;
  }

  private static Map<String, Object> node(NodeStatus status, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("installed", status.isInstalled());
    status
        .state()
        .installed()
        .ifPresent(installed -> {
          facts.put("version", installed.version());
          facts.put("since", DisplayValue.time(installed.at(), now));
          facts.put("entries", DisplayValue.listOrNone(installed.config().entries()));
        });
    status.lastPass().ifPresent(last -> pass(facts, last, now));
    if (!status.state().repairs().isEmpty()) {
      facts.put("repairs", status.state().repairs().size());
      facts.put("last repair", DisplayValue.time(status.state().repairs().getLast(), now));
    }
    return facts;
  }

  private static void pass(Map<String, Object> facts, LastPass last, Instant now) {
    facts.put("last pass", DisplayValue.time(last.report().at(), now));
    facts.put("outcome", last.report().outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    facts.put("message", last.report().message());
    facts.put("kubelet restarts", last.restarts());
  }

  private static List<Map<String, Object>> files(NodeStatus status, InstallManifest installed) {
    return Stream.concat(installed.files().keySet().stream(), Stream.of(installed.config().path()))
        .map(path -> {
          Map<String, Object> row = new LinkedHashMap<>();
          boolean changed = status.drift().contains(path);
          row.put(
              "verdict",
              changed ? new VerdictWord("changed", Tone.BAD) : new VerdictWord("ok", Tone.GOOD));
          row.put("path", path);
          return row;
        })
        .toList();
  }

  private static Map<String, Object> failed(Failure failed, Instant now) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("at", DisplayValue.time(failed.at(), now));
    facts.put("reason", failed.reason());
    facts.put(
        "next try",
        failed.certain()
            ? "when kubelet, its entry or podpass changes"
            : DisplayValue.time(failed.nextTry(), now));
    facts.put("kubelet log", DisplayValue.listOrNone(failed.log()));
    return facts;
  }
}
