// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.state.Memory.Original;
import dev.podpass.core.file.SafeFile;
import dev.podpass.core.file.UnixAttributes;
import dev.podpass.spi.Sha256;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state that a podpass before this format kept: a manifest, and copies of files named {@code
 * kept-DIGEST}. What kubelet has read is not taken from it, which costs one restart.
 */
record FormerState(Original original, Optional<Path> attributes) {
  static final String FILE = "state.json";
  static final String KEPT = "kept-";
  private static final int MAX_BYTES = 1 << 20;
  private static final int DIGITS = 32;
  private static final String SHA256 = "sha256:";

  /** Reads it; empty if it is not there, damaged, or of another format. */
  static Optional<FormerState> of(Path file) {
    try {
      JsonNode tree = StrictJson.object(SafeFile.read(file, MAX_BYTES));
      return tree.path("format").asInt() == 2 && tree.has("installed")
          ? Optional.of(read(tree.path("installed"), file))
          : Optional.empty();
    } catch (IOException | MalformedJsonException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static FormerState read(JsonNode installed, Path state) throws IOException {
    List<String> made = new ArrayList<>();
    List<Path> programs = new ArrayList<>();
    for (var file : installed.path("files").properties()) {
      String is = file.getValue().path("is").asText();
      if (is.equals("directory")) {
        made.add(file.getKey());
      } else if (is.startsWith(SHA256)) {
        programs.add(Path.of(file.getKey()));
      }
    }
    if (programs.isEmpty()) {
      throw new IllegalArgumentException("it has no program");
    }
    JsonNode config = installed.path("config");
    String digest = config.path("original").asText().replaceFirst(SHA256, "");
    Path kept = state.resolveSibling(KEPT + digest.substring(0, Math.min(DIGITS, digest.length())));
    Optional<String> text =
        Files.isRegularFile(kept)
            ? Optional.of(new String(SafeFile.read(kept, MAX_BYTES), UTF_8))
                .filter(it -> Sha256.of(it).equals(digest))
            : Optional.empty();
    return new FormerState(
        new Original(
            StateFile.text(config, "path"),
            String.valueOf(programs.getFirst().getParent()),
            List.of(String.valueOf(programs.getFirst().getFileName())),
            made,
            StateFile.optional(config, "replaced"),
            text.isPresent() || digest.equals("absent"),
            text,
            text.isEmpty() || !UnixAttributes.of(kept).changeableByOthers()),
        text.map(_ -> kept));
  }
}
