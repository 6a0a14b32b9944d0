// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.install.Note.Back;
import dev.podpass.admin.install.Note.Failed;
import dev.podpass.admin.install.Note.LastPass;
import dev.podpass.admin.install.Note.Place;
import dev.podpass.admin.install.Note.Rival;
import dev.podpass.admin.install.Note.WrittenText;
import dev.podpass.admin.kubelet.Kubelet.Health;
import dev.podpass.admin.text.Documents;
import dev.podpass.admin.text.Facts;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The JSON of a note, with a digest of itself. Jackson's binding of records would make the
 * executable 3 MB larger.
 */
final class NoteFile {
  private static final String DIGEST = "digest";

  private NoteFile() {}

  static byte[] write(Note note) {
    Map<String, Object> tree =
        Facts.of(
            "place", note.place().map(NoteFile::tree),
            "written", note.written().map(NoteFile::tree),
            "failed", note.failed().map(NoteFile::tree),
            "rival", tree(note.rival()),
            "files", new TreeMap<>(note.files()),
            "last", note.last().map(NoteFile::tree));
    tree.put(DIGEST, Sha256.of(Documents.json(tree)));
    return Documents.json(tree).getBytes(UTF_8);
  }

  private static Map<String, Object> tree(Place it) {
    return Facts.of(
        "config", it.config(),
        "own", it.own(),
        "binDir", it.binDir(),
        "name", it.name(),
        "made", it.made());
  }

  private static Map<String, Object> tree(WrittenText it) {
    return Facts.of(
        "at", it.at().toString(),
        "base", it.base(),
        "texts", sorted(it.texts()),
        "entries", it.entries(),
        "replaced", it.replaced(),
        "health", it.health().name(),
        "unit", it.unit(),
        "back", it.back().map(back -> Facts.of("text", back.text(), "replaced", back.replaced())),
        "unread", sorted(it.unread()),
        "proven", it.proven());
  }

  private static Map<String, Object> tree(Failed it) {
    return Facts.of("change", it.change(), "at", it.at().toString(), "reason", it.reason());
  }

  private static Map<String, Object> tree(Rival it) {
    return Facts.of(
        "entries", it.entries(), "at", it.at().toString(), "count", it.count(), "boot", it.boot());
  }

  private static Map<String, Object> tree(LastPass it) {
    return Facts.of(
        "at", it.at().toString(),
        "outcome", it.outcome().name(),
        "message", it.message(),
        "changes", it.changes(),
        "restarts", it.restarts(),
        "changedAt", it.changedAt().map(Instant::toString),
        "contended", it.contended().map(Instant::toString));
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException if it is not what podpass wrote
   */
  static Note read(byte[] json) {
    try {
      JsonNode tree = StrictJson.object(json);
      Note note =
          new Note(
              part(tree, "place").map(NoteFile::place),
              part(tree, "written").map(NoteFile::written),
              part(tree, "failed")
                  .map(it -> new Failed(text(it, "change"), time(it, "at"), text(it, "reason"))),
              part(tree, "rival").map(NoteFile::rival).orElseThrow(IllegalArgumentException::new),
              tree.path("files").properties().stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, it -> texts(it.getValue()))),
              part(tree, "last").map(NoteFile::last));
      if (new String(write(note), UTF_8).equals(new String(json, UTF_8))) {
        return note;
      }
    } catch (MalformedJsonException | DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
    throw new IllegalArgumentException("it is damaged");
  }

  private static Place place(JsonNode it) {
    return new Place(
        path(it, "config"),
        it.path("own").asBoolean(),
        path(it, "binDir"),
        text(it, "name"),
        texts(it.path("made")));
  }

  private static WrittenText written(JsonNode it) {
    return new WrittenText(
        time(it, "at"),
        text(it, "base"),
        Set.copyOf(texts(it.path("texts"))),
        text(it, "entries"),
        optional(it, "replaced"),
        Health.valueOf(text(it, "health")),
        optional(it, "unit"),
        part(it, "back").map(back -> new Back(text(back, "text"), optional(back, "replaced"))),
        Set.copyOf(texts(it.path("unread"))),
        optional(it, "proven"));
  }

  private static Rival rival(JsonNode it) {
    return new Rival(
        text(it, "entries"), time(it, "at"), it.path("count").asInt(), text(it, "boot"));
  }

  private static LastPass last(JsonNode it) {
    return new LastPass(
        time(it, "at"),
        Outcome.valueOf(text(it, "outcome")),
        text(it, "message"),
        it.path("changes").asLong(),
        it.path("restarts").asLong(),
        optional(it, "changedAt").map(Instant::parse),
        optional(it, "contended").map(Instant::parse));
  }

  private static Optional<JsonNode> part(JsonNode tree, String name) {
    return Optional.ofNullable(tree.get(name));
  }

  private static String text(JsonNode tree, String name) {
    return optional(tree, name).orElseThrow(IllegalArgumentException::new);
  }

  private static Optional<String> optional(JsonNode tree, String name) {
    return part(tree, name).map(JsonNode::asText);
  }

  /** An image may bring a note. */
  private static String path(JsonNode tree, String name) {
    String text = text(tree, name);
    if (Path.of(text).getNameCount() < 2 && !text.startsWith("/")) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Instant time(JsonNode tree, String name) {
    return Instant.parse(text(tree, name));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
