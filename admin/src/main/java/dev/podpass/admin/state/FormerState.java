// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is still of use of the state that a podpass before this format kept: {@code state.json} with
 * a manifest, and copies of files named {@code kept-DIGEST}.
 *
 * @param config the path of kubelet's file
 * @param program the path of the program
 * @param made directories that podpass created, the outer first
 * @param replaced the name of the entry whose place podpass's took
 * @param original the copy of kubelet's file as it was; empty if it is lost, or there was none
 * @param wasAbsent whether there was none
 * @param reader the kubelet that has read podpass's entries; empty if that is not known
 */
public record FormerState(
    String config,
    String program,
    List<String> made,
    Optional<String> replaced,
    Optional<Path> original,
    boolean wasAbsent,
    Optional<String> reader) {
  static final String FILE = "state.json";
  static final String KEPT = "kept-";
  private static final int MAX_BYTES = 1 << 20;
  private static final int DIGITS = 32;
  private static final String SHA256 = "sha256:";

  /** Reads it; empty if it is not there, damaged, or of another format. */
  static Optional<FormerState> of(Path directory) {
    try {
      String text = new String(SafeFile.read(directory.resolve(FILE), MAX_BYTES), UTF_8);
      JsonNode tree = StrictJson.object(text.getBytes(UTF_8));
      String rest = text.replaceFirst(",\n  \"sha256\": \"[0-9a-f]*\"\n", "\n");
      return tree.path("format").asInt() == 2
              && Sha256.of(rest).equals(tree.path("sha256").asText())
              && tree.has("installed")
          ? Optional.of(read(tree, directory))
          : Optional.empty();
    } catch (IOException | MalformedJsonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static FormerState read(JsonNode tree, Path directory) {
    JsonNode config = tree.at("/installed/config");
    List<String> made = new ArrayList<>();
    List<String> programs = new ArrayList<>();
    tree.at("/installed/files")
        .properties()
        .forEach(file -> {
          String is = file.getValue().path("is").asText();
          if (is.equals("directory")) {
            made.add(file.getKey());
          } else if (!is.startsWith("link:")) {
            programs.add(file.getKey());
          }
        });
    String original = config.path("original").asText();
    return new FormerState(
        StateFile.text(config, "path"),
        programs.isEmpty() ? "" : programs.getFirst(),
        made,
        StateFile.optional(config, "replaced", JsonNode::asText),
        copy(directory, original),
        original.equals("absent"),
        StateFile.optional(tree.path("kubelet"), "process", JsonNode::asText)
            .filter(_ -> tree.at("/kubelet/reading").asText().equals("READ")));
  }

  private static Optional<Path> copy(Path directory, String snapshot) {
    if (!snapshot.matches(SHA256 + "[0-9a-f]{64}")) {
      return Optional.empty();
    }
    String digest = snapshot.substring(SHA256.length());
    Path file = directory.resolve(KEPT + digest.substring(0, DIGITS));
    return Optional.of(file)
        .filter(it -> content(it).filter(text -> Sha256.of(text).equals(digest)).isPresent());
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(new String(SafeFile.read(file, MAX_BYTES), UTF_8));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
