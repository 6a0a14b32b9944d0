// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.node.NodeFiles;
import dev.podpass.core.file.UntrustedPathException;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.core.observe.PullOutcome;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** By which identities images were pulled, from podpass's audit logs. */
final class AuditedPulls {
  /** By image and service account. */
  private final Map<String, Map<String, Set<String>>> identities = new TreeMap<>();

  private final List<String> skipped = new ArrayList<>();

  private AuditedPulls() {}

  static AuditedPulls read(NodeFiles files, Set<String> logs) {
    AuditedPulls pulls = new AuditedPulls();
    lines(files, logs, AuditLog.KEPT, pulls.skipped).forEach(pulls::add);
    return pulls;
  }

  /** The lines of audit logs, and of so many that were rotated. */
  static Stream<ObjectNode> lines(
      NodeFiles files, Set<String> logs, int rotated, List<String> skipped) {
    return logs.stream()
        .flatMap(log ->
            Stream.concat(
                Stream.of(log), IntStream.rangeClosed(1, rotated).mapToObj(n -> log + "." + n)))
        .mapMulti((log, lines) -> read(files, log, skipped, lines));
  }

  Set<String> of(String image, String serviceAccount) {
    return identities.getOrDefault(image, Map.of()).getOrDefault(serviceAccount, Set.of());
  }

  /** The images for which anyone got a credential, as Docker's rules complete their names. */
  Stream<String> images() {
    return identities.keySet().stream().map(image -> image.replaceAll("[^!-~]", "?")).distinct();
  }

  List<String> skipped() {
    return List.copyOf(skipped);
  }

  private static void read(
      NodeFiles files, String log, List<String> skipped, Consumer<ObjectNode> lines) {
    try (AuditLogFile file = AuditLogFile.open(files, log)) {
      var _ = file.read(lines);
    } catch (NoSuchFileException _) {
      // It has not been written, or not rotated yet.
    } catch (UntrustedPathException e) {
      skipped.add(log + ": " + e.getMessage());
    } catch (IOException | InvalidPathException e) {
      skipped.add(log + ": it cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private void add(ObjectNode line) {
    if (PullOutcome.isCredential(line.path("result").asText())
        && line.path("identity").isObject()) {
      String account = account(line);
      identities
          .computeIfAbsent(line.path("image").asText(), _ -> new TreeMap<>())
          .computeIfAbsent(account, _ -> new TreeSet<>())
          .add(identity(line.path("identity")));
    }
  }

  static String account(ObjectNode line) {
    return line.path("namespace").asText() + "/" + line.path("service_account").asText();
  }

  private static String identity(JsonNode parts) {
    return parts.properties().stream()
        .map(part -> part.getKey() + " " + part.getValue().asText())
        .collect(Collectors.joining(", "))
        .replaceAll("[^ -~]", "?");
  }
}
