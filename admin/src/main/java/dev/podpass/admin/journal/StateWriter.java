// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import dev.podpass.admin.text.Documents;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The state of a node as JSON; {@link StateReader} reads it. */
final class StateWriter {
  static final int FORMAT = 1;

  private StateWriter() {}

  static String json(NodeState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    state.installed().ifPresent(it -> tree.put("installed", installed(it)));
    state
        .read()
        .ifPresent(it -> tree.put("read", Map.of("process", it.process(), "values", it.values())));
    state.failed().ifPresent(it -> tree.put("failed", failed(it)));
    state.change().ifPresent(it -> tree.put("change", change(it)));
    tree.put("repairs", state.repairs().stream().map(Instant::toString).toList());
    return Documents.json(tree);
  }

  private static Map<String, Object> installed(Installed it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("wanted", it.wanted());
    tree.put("values", it.values());
    tree.put("version", it.version());
    tree.put("at", it.at().toString());
    tree.put("source", file(it.source()));
    tree.put("config", config(it.config()));
    Map<String, Object> files = new LinkedHashMap<>();
    it.files().forEach((path, file) -> files.put(path, file(file)));
    tree.put("files", files);
    return tree;
  }

  private static Map<String, Object> config(EditedConfig it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("path", it.path());
    tree.put("original", it.original().toString());
    tree.put("left", it.left().toString());
    tree.put("entries", it.entries());
    it.replaced().ifPresent(name -> tree.put("replaced", name));
    return tree;
  }

  private static Map<String, Object> file(OwnedFile it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("is", it.is().toString());
    it.stamp().ifPresent(stamp -> tree.put("stamp", stamp));
    return tree;
  }

  private static Map<String, Object> failed(FailedChange it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("result", it.result());
    tree.put("wanted", it.wanted());
    tree.put("at", it.at().toString());
    tree.put("reason", it.reason());
    tree.put("log", it.log());
    return tree;
  }

  private static Map<String, Object> change(Change it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("phase", it.phase().name().toLowerCase(Locale.ROOT));
    tree.put("steps", it.steps().stream().map(StateWriter::step).toList());
    it.target().ifPresent(target -> tree.put("target", installed(target)));
    it.restart().ifPresent(method -> tree.put("restart", method.toString()));
    it.kubelet().ifPresent(process -> tree.put("kubelet", process));
    tree.put("healthzPort", it.healthzPort());
    tree.put("result", it.result());
    tree.put("reason", it.reason());
    return tree;
  }

  private static Map<String, String> step(Step it) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("path", it.path());
    tree.put("before", it.before().toString());
    tree.put("after", it.after().toString());
    return tree;
  }
}
