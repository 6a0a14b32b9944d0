// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.state.StateStore;
import dev.podpass.admin.text.Documents;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The account of the last pass, which readiness is judged by. A power cut may lose it.
 *
 * @param report without its lines
 * @param changes how many passes changed files, up to this one
 * @param restarts how often kubelet was restarted, up to then
 */
public record LastPass(PassReport report, long changes, long restarts) {
  private static final int MAX_BYTES = 64 << 10;

  /** Adds a pass to the account. */
  static void write(StateStore store, PassReport report) throws IOException {
    Optional<LastPass> before = read(store.lastPass());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", report.at().toString());
    tree.put("outcome", report.outcome().name());
    tree.put("message", report.message());
    tree.put("changes", before.map(LastPass::changes).orElse(0L) + (report.changed() ? 1 : 0));
    tree.put("restarts", before.map(LastPass::restarts).orElse(0L) + report.restarts());
    store.saveLastPass(Documents.json(tree).getBytes(UTF_8));
  }

  static Optional<LastPass> read(Path file) {
    try {
      JsonNode tree = StrictJson.object(SafeFile.read(file, MAX_BYTES));
      return Optional.of(
          new LastPass(
              PassReport.of(
                  Instant.parse(tree.path("at").asText()),
                  Outcome.valueOf(tree.path("outcome").asText()),
                  tree.path("message").asText()),
              tree.path("changes").asLong(),
              tree.path("restarts").asLong()));
    } catch (IOException
        | MalformedJsonException
        | IllegalArgumentException
        | DateTimeException _) {
      return Optional.empty();
    }
  }
}
