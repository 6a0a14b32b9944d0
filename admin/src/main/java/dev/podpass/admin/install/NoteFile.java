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

  private static Map<String, Object> tree(Place place) {
    return Facts.of(
        "config", place.config(),
        "own", place.own(),
        "binDir", place.binDir(),
        "name", place.name(),
        "made", place.made());
  }

  private static Map<String, Object> tree(WrittenText written) {
    return Facts.of(
        "at", written.at().toString(),
        "base", written.base(),
        "texts", sorted(written.texts()),
        "entries", written.entries(),
        "replaced", written.replaced(),
        "health", written.health().name(),
        "unit", written.unit(),
        "back", written.back().map(to -> Facts.of("text", to.text(), "replaced", to.replaced())),
        "unread", sorted(written.unread()),
        "proven", written.proven());
  }

  private static Map<String, Object> tree(Failed failed) {
    return Facts.of(
        "change", failed.change(), "at", failed.at().toString(), "reason", failed.reason());
  }

  private static Map<String, Object> tree(Rival rival) {
    return Facts.of(
        "entries", rival.entries(),
        "at", rival.at().toString(),
        "count", rival.count(),
        "boot", rival.boot());
  }

  private static Map<String, Object> tree(LastPass last) {
    return Facts.of(
        "at", last.at().toString(),
        "outcome", last.outcome().name(),
        "message", last.message(),
        "changes", last.changes(),
        "restarts", last.restarts(),
        "changedAt", last.changedAt().map(Instant::toString),
        "contended", last.contended().map(Instant::toString));
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
                  .map(part ->
                      new Failed(text(part, "change"), time(part, "at"), text(part, "reason"))),
              part(tree, "rival").map(NoteFile::rival).orElseThrow(IllegalArgumentException::new),
              tree.path("files").properties().stream()
                  .collect(Collectors.toMap(Map.Entry::getKey, file -> texts(file.getValue()))),
              part(tree, "last").map(NoteFile::last));
      if (new String(write(note), UTF_8).equals(new String(json, UTF_8))) {
        return note;
      }
    } catch (MalformedJsonException | DateTimeException | IllegalArgumentException e) {
      throw new IllegalArgumentException("it is damaged", e);
    }
    throw new IllegalArgumentException("it is damaged");
  }

  private static Place place(JsonNode json) {
    return new Place(
        path(json, "config"),
        json.path("own").asBoolean(),
        path(json, "binDir"),
        text(json, "name"),
        texts(json.path("made")));
  }

  private static WrittenText written(JsonNode json) {
    return new WrittenText(
        time(json, "at"),
        text(json, "base"),
        Set.copyOf(texts(json.path("texts"))),
        text(json, "entries"),
        optional(json, "replaced"),
        Health.valueOf(text(json, "health")),
        optional(json, "unit"),
        part(json, "back").map(back -> new Back(text(back, "text"), optional(back, "replaced"))),
        Set.copyOf(texts(json.path("unread"))),
        optional(json, "proven"));
  }

  private static Rival rival(JsonNode json) {
    return new Rival(
        text(json, "entries"), time(json, "at"), json.path("count").asInt(), text(json, "boot"));
  }

  private static LastPass last(JsonNode json) {
    return new LastPass(
        time(json, "at"),
        Outcome.valueOf(text(json, "outcome")),
        text(json, "message"),
        json.path("changes").asLong(),
        json.path("restarts").asLong(),
        optional(json, "changedAt").map(Instant::parse),
        optional(json, "contended").map(Instant::parse));
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
