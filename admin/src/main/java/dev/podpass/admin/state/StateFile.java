// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.state.Memory.Failed;
import dev.podpass.admin.state.Memory.Good;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.admin.state.Memory.Part;
import dev.podpass.admin.state.Memory.Pending;
import dev.podpass.admin.text.Documents;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The files of the memory: a line with their format and a digest of the rest, which is JSON.
 * Jackson's binding of records would make the executable 3 MB larger.
 */
final class StateFile {
  private static final String FORMAT = "podpass state 1 ";

  private StateFile() {}

  static byte[] write(Part part) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (part) {
      case Original it -> {
        tree.put("config", it.config());
        tree.put("binDir", it.binDir());
        tree.put("names", it.names());
        tree.put("made", it.made());
        it.replaced().ifPresent(name -> tree.put("replaced", name));
        tree.put("known", it.known());
        it.text().ifPresent(text -> tree.put("text", text));
        tree.put("trusted", it.trusted());
        tree.put("of", it.of().stream().sorted().toList());
      }
      case Pending it -> {
        put(tree, it.written());
        tree.put("text", it.text());
        tree.put("before", it.before());
        it.after().ifPresent(process -> tree.put("after", process));
        tree.put("health", it.health().name());
        it.unit().ifPresent(unit -> tree.put("unit", unit));
        it.seen().ifPresent(process -> tree.put("seen", process));
      }
      case Good it -> {
        put(tree, it.written());
        tree.put("text", it.text());
        tree.put("process", it.process());
      }
      case Failed it -> {
        tree.put("change", it.change());
        it.kubelet().ifPresent(kubelet -> tree.put("kubelet", kubelet));
        tree.put("at", it.at().toString());
        tree.put("reason", it.reason());
        tree.put("log", it.log());
      }
    }
    String json = Documents.json(tree);
    return (FORMAT + Sha256.of(json) + "\n" + json).getBytes(UTF_8);
  }

  static Original original(JsonNode it) {
    return new Original(
        text(it, "config"),
        text(it, "binDir"),
        list(it, "names"),
        list(it, "made"),
        optional(it, "replaced"),
        it.path("known").asBoolean(),
        optional(it, "text"),
        it.path("trusted").asBoolean(),
        Set.copyOf(list(it, "of")));
  }

  static Pending pending(JsonNode it) {
    return new Pending(
        written(it),
        text(it, "text"),
        text(it, "before"),
        optional(it, "after"),
        Health.valueOf(text(it, "health")),
        optional(it, "unit"),
        optional(it, "seen"));
  }

  static Good good(JsonNode it) {
    return new Good(written(it), text(it, "text"), text(it, "process"));
  }

  static Failed failed(JsonNode it) {
    return new Failed(
        text(it, "change"),
        optional(it, "kubelet"),
        time(it, "at"),
        text(it, "reason"),
        list(it, "log"));
  }

  private static void put(Map<String, Object> tree, Written it) {
    Map<String, Object> replaced = new LinkedHashMap<>();
    it.replaced().forEach((values, time) -> replaced.put(values, time.toString()));
    tree.put("values", it.values());
    tree.put("at", it.at().toString());
    tree.put("times", it.times());
    tree.put("replaced", replaced);
  }

  private static Written written(JsonNode it) {
    Map<String, Instant> replaced = new LinkedHashMap<>();
    for (var field : it.path("replaced").properties()) {
      replaced.put(field.getKey(), Instant.parse(field.getValue().asText()));
    }
    return new Written(text(it, "values"), time(it, "at"), it.path("times").asInt(), replaced);
  }

  private static Instant time(JsonNode tree, String name) {
    return Instant.parse(text(tree, name));
  }

  /** Reads one of them; fails if it is not what podpass wrote. */
  static <T> T read(byte[] bytes, Function<JsonNode, T> reader) {
    String content = new String(bytes, UTF_8);
    int end = content.indexOf('\n');
    String json = content.substring(end + 1);
    if (end < 0 || !content.startsWith(FORMAT)) {
      throw new IllegalArgumentException("another version of podpass wrote it, or it is damaged");
    }
    if (!content.substring(0, end).equals(FORMAT + Sha256.of(json))) {
      throw new IllegalArgumentException("it is damaged");
    }
    try {
      return reader.apply(StrictJson.object(json.getBytes(UTF_8)));
    } catch (MalformedJsonException | DateTimeException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
  }

  static String text(JsonNode tree, String name) {
    if (!tree.path(name).isTextual()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return tree.path(name).asText();
  }

  static Optional<String> optional(JsonNode tree, String name) {
    return Optional.ofNullable(tree.get(name)).map(JsonNode::asText);
  }

  static List<String> list(JsonNode tree, String name) {
    return StreamSupport.stream(tree.path(name).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }
}
