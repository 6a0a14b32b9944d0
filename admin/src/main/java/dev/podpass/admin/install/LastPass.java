// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.state.StateDirectory;
import dev.podpass.admin.text.Documents;
import dev.podpass.core.file.SafeFile;
import dev.podpass.spi.json.StrictJson;
import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The report of the last pass, which readiness is judged by and no pass depends on. A power cut may
 * lose it.
 *
 * @param report without its lines
 * @param otherOptions when another podpass last wanted other options here
 * @param changes how many passes changed files, up to this one
 * @param restarts how often kubelet was restarted, up to then
 */
public record LastPass(
    PassReport report, long changes, long restarts, Optional<Instant> otherOptions) {
  private static final int MAX_BYTES = 64 << 10;

  /** Both make passes, and the one whose options are in effect would report that all is well. */
  private static final Duration CONTENDED = Duration.ofMinutes(15);

  /** Whether two podpasses want different options here, as far as their last passes say. */
  public boolean isContended(Instant now) {
    return otherOptions
        .filter(it -> !it.isAfter(now) && it.plus(CONTENDED).isAfter(now))
        .isPresent();
  }

  /** Adds a pass. */
  static void write(StateDirectory store, PassReport report) throws IOException {
    Optional<LastPass> before = read(store.lastPass());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", report.at().toString());
    tree.put("outcome", report.outcome().name());
    tree.put("message", report.message());
    tree.put("changes", before.map(LastPass::changes).orElse(0L) + (report.changed() ? 1 : 0));
    tree.put("restarts", before.map(LastPass::restarts).orElse(0L) + report.restarts());
    Optional<Instant> otherOptions =
        report.outcome() == Outcome.OTHER_OPTIONS
            ? Optional.of(report.at())
            : before.flatMap(LastPass::otherOptions);
    otherOptions.ifPresent(it -> tree.put("otherOptions", it.toString()));
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
              tree.path("restarts").asLong(),
              tree.has("otherOptions")
                  ? Optional.of(Instant.parse(tree.path("otherOptions").asText()))
                  : Optional.empty()));
    } catch (IOException
        | MalformedJsonException
        | IllegalArgumentException
        | DateTimeException _) {
      return Optional.empty();
    }
  }
}
