// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.kubelet.Health;
import dev.podpass.admin.state.KubeletNote.Reading;
import dev.podpass.admin.state.NodeState.Proven;
import dev.podpass.admin.text.Documents;
import dev.podpass.core.file.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The state of a node as JSON, with a digest over itself. Written and read by hand: Jackson's
 * binding of records would make the executable 3 MB larger.
 */
final class StateFile {
  private static final int FORMAT = 2;
  private static final String DIGEST = "sha256";

  private StateFile() {}

  /** Writes it. */
  static String write(NodeState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    state.installed().ifPresent(it -> tree.put("installed", installed(it)));
    tree.put(
        "kubelet",
        fields(
            "process", state.note().process(),
            "values", state.note().values(),
            "reading", state.note().reading().name(),
            "before", state.note().before().name()));
    state
        .proven()
        .ifPresent(
            it -> tree.put("proven", fields("text", it.text().toString(), "values", it.values())));
    state.failure().ifPresent(it -> tree.put("failure", failure(it)));
    tree.put("repairs", state.repairs().stream().map(Instant::toString).toList());
    tree.put(DIGEST, digest(tree));
    return Documents.json(tree);
  }

  private static String digest(Map<String, Object> tree) {
    return Sha256.of(Documents.json(tree));
  }

  private static Map<String, Object> fields(String... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private static Map<String, Object> installed(InstallManifest it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("version", it.version());
    tree.put("at", it.at().toString());
    it.unit().ifPresent(unit -> tree.put("unit", unit));
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
    it.original().ifPresent(original -> tree.put("original", original.toString()));
    tree.put("written", it.written().stream().map(Snapshot::toString).toList());
    tree.put("entries", it.entries());
    it.replaced().ifPresent(name -> tree.put("replaced", name));
    return tree;
  }

  private static Map<String, Object> file(OwnedFile it) {
    Map<String, Object> tree = fields("is", it.snapshot().toString());
    it.next().ifPresent(next -> tree.put("next", next.toString()));
    it.stamp().ifPresent(stamp -> tree.put("stamp", stamp));
    return tree;
  }

  private static Map<String, Object> failure(Failure it) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("wanted", it.wanted());
    tree.put("certain", it.certain());
    it.kubelet().ifPresent(kubelet -> tree.put("kubelet", kubelet));
    tree.put("at", it.at().toString());
    tree.put("times", it.times());
    tree.put("reason", it.reason());
    tree.put("log", it.log());
    return tree;
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not what {@link #write} wrote
   */
  static NodeState read(byte[] json) {
    try {
      JsonNode tree = StrictJson.object(json);
      if (tree.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException("another version of podpass wrote it");
      }
      NodeState state =
          new NodeState(
              optional(tree, "installed", StateFile::installed),
              note(tree.path("kubelet")),
              optional(
                  tree,
                  "proven",
                  it -> new Proven(Snapshot.parse(text(it, "text")), text(it, "values"))),
              optional(tree, "failure", StateFile::failure),
              list(tree, "repairs", it -> Instant.parse(it.asText())));
      // What is written again has the same digest only if nothing was left out or added.
      if (!StrictJson.object(write(state).getBytes(UTF_8)).equals(tree)) {
        throw new IllegalArgumentException("it is damaged");
      }
      return state;
    } catch (MalformedJsonException | DateTimeException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
  }

  private static InstallManifest installed(JsonNode it) {
    Map<String, OwnedFile> files = new LinkedHashMap<>();
    it.path("files")
        .properties()
        .forEach(field -> files.put(field.getKey(), file(field.getValue())));
    return new InstallManifest(
        file(it.path("source")),
        files,
        config(it.path("config")),
        optional(it, "unit", JsonNode::asText),
        text(it, "version"),
        Instant.parse(text(it, "at")));
  }

  private static OwnedFile file(JsonNode it) {
    return new OwnedFile(
        Snapshot.parse(text(it, "is")),
        optional(it, "next", next -> Snapshot.parse(next.asText())),
        optional(it, "stamp", JsonNode::asText));
  }

  private static EditedConfig config(JsonNode it) {
    return new EditedConfig(
        text(it, "path"),
        optional(it, "original", original -> Snapshot.parse(original.asText())),
        list(it, "written", text -> Snapshot.parse(text.asText())),
        list(it, "entries", JsonNode::asText),
        optional(it, "replaced", JsonNode::asText));
  }

  private static KubeletNote note(JsonNode it) {
    return new KubeletNote(
        text(it, "process"),
        text(it, "values"),
        Reading.valueOf(text(it, "reading")),
        Health.valueOf(text(it, "before")));
  }

  private static Failure failure(JsonNode it) {
    return new Failure(
        text(it, "wanted"),
        it.path("certain").asBoolean(),
        optional(it, "kubelet", JsonNode::asText),
        Instant.parse(text(it, "at")),
        Math.max(1, it.path("times").asInt()),
        text(it, "reason"),
        list(it, "log", JsonNode::asText));
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
