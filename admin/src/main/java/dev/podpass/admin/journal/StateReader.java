// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.journal.Change.Phase;
import dev.podpass.admin.journal.NodeState.ReadConfig;
import dev.podpass.admin.kubelet.RestartMethod;
import dev.podpass.json.MalformedJsonException;
import dev.podpass.json.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads what {@link StateWriter} wrote, and nothing else. */
final class StateReader {
  private StateReader() {}

  /**
   * Reads the state of a node.
   *
   * @throws MalformedJsonException if it is not JSON
   * @throws IllegalArgumentException if it is not what podpass writes
   * @throws DateTimeException if a time in it is malformed
   */
  static NodeState read(byte[] json) throws MalformedJsonException {
    JsonNode tree = StrictJson.object(json);
    if (tree.path("format").asInt() != StateWriter.FORMAT) {
      throw new IllegalArgumentException(
          "its format is not " + StateWriter.FORMAT + ": another version of podpass wrote it");
    }
    return new NodeState(
        optional(tree, "installed", StateReader::installed),
        optional(tree, "read", it -> new ReadConfig(text(it, "process"), text(it, "values"))),
        optional(tree, "failed", StateReader::failed),
        optional(tree, "change", StateReader::change),
        list(tree, "repairs", it -> Instant.parse(it.asText())));
  }

  private static Installed installed(JsonNode it) {
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    it.path("files")
        .properties()
        .forEach(field -> files.put(field.getKey(), file(field.getValue())));
    return new Installed(
        file(it.path("source")),
        files,
        config(it.path("config")),
        text(it, "wanted"),
        text(it, "values"),
        text(it, "version"),
        Instant.parse(text(it, "at")));
  }

  private static OwnedFile file(JsonNode it) {
    return new OwnedFile(Snapshot.parse(text(it, "is")), optional(it, "stamp", JsonNode::asText));
  }

  private static EditedConfig config(JsonNode it) {
    return new EditedConfig(
        text(it, "path"),
        Snapshot.parse(text(it, "original")),
        Snapshot.parse(text(it, "left")),
        list(it, "entries", JsonNode::asText),
        optional(it, "replaced", JsonNode::asText));
  }

  private static FailedChange failed(JsonNode it) {
    return new FailedChange(
        text(it, "result"),
        text(it, "wanted"),
        Instant.parse(text(it, "at")),
        text(it, "reason"),
        list(it, "log", JsonNode::asText));
  }

  private static Change change(JsonNode it) {
    return new Change(
        Phase.valueOf(text(it, "phase").toUpperCase(Locale.ROOT)),
        list(it, "steps", StateReader::step),
        optional(it, "target", StateReader::installed),
        optional(it, "restart", method -> RestartMethod.parse(method.asText())),
        optional(it, "kubelet", JsonNode::asText),
        it.path("healthzPort").asInt(),
        text(it, "result"),
        text(it, "reason"));
  }

  private static Step step(JsonNode it) {
    return new Step(
        text(it, "path"), Snapshot.parse(text(it, "before")), Snapshot.parse(text(it, "after")));
  }

  private static String text(JsonNode tree, String name) {
    if (!tree.path(name).isTextual()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return tree.path(name).asText();
  }

  private static <T> Optional<T> optional(
      JsonNode tree, String name, Function<JsonNode, T> reader) {
    return tree.has(name) ? Optional.of(reader.apply(tree.path(name))) : Optional.empty();
  }

  private static <T> List<T> list(JsonNode tree, String name, Function<JsonNode, T> reader) {
    return StreamSupport.stream(tree.path(name).spliterator(), false).map(reader).toList();
  }
}
