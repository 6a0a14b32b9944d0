// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.images;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.admin.kubeletconfig.FileEntry;
import dev.podpass.admin.node.NodeFiles;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether pulls fail by podpass itself since it last changed a node: by a bug, or by the options of
 * its entry, which fail all pods alike. A tenant's wrong role or a cloud's outage is neither.
 */
public final class PullFailures {
  /** For how long after a change pulls are judged; later, another cause is as likely. */
  private static final Duration JUDGED = Duration.ofMinutes(10);

  private static final Duration BEFORE = Duration.ofHours(1);
  private static final int FEWEST_PULLS = 5;
  private static final int FEWEST_ACCOUNTS = 3;
  private static final int PERCENT = 100;

  private PullFailures() {}

  /**
   * Returns why a change is bad, by the audit logs of the entries; empty if it is not, or not known
   * to be.
   *
   * @param entries asked only while pulls are judged: a probe asks every few seconds
   * @param mostPercent how many of a hundred pulls may fail
   */
  public static Optional<String> since(
      Instant change,
      Instant now,
      NodeFiles files,
      Supplier<List<FileEntry>> entries,
      int mostPercent) {
    Instant from = change.truncatedTo(ChronoUnit.SECONDS);
    if (now.isBefore(from) || now.isAfter(from.plus(JUDGED))) {
      return Optional.empty();
    }
    Set<String> logs =
        entries.get().stream()
            .flatMap(entry -> entry.option("--audit-log").stream())
            .collect(Collectors.toSet());
    Map<Boolean, List<ObjectNode>> pulls =
        AuditedPulls.lines(files, logs, 1, new ArrayList<>())
            .filter(line -> time(line).isAfter(from.minus(BEFORE)))
            .collect(Collectors.partitioningBy(line -> !time(line).isBefore(from)));
    List<ObjectNode> after = pulls.getOrDefault(true, List.of());
    List<ObjectNode> before = pulls.getOrDefault(false, List.of());
    List<ObjectNode> failed = failed(after);
    long failedBefore = before.stream().filter(line -> cause(line).isPresent()).count();
    return failed.size() * PERCENT > after.size() * mostPercent
            && failedBefore * PERCENT <= (long) before.size() * mostPercent
        ? Optional.of(
            "%d of %d pulls have failed since podpass changed this node: %s"
                .formatted(failed.size(), after.size(), failure(failed.getLast())))
        : Optional.empty();
  }

  private static Instant time(ObjectNode line) {
    try {
      return Instant.parse(line.path("time").asText());
    } catch (DateTimeException _) {
      return Instant.MIN;
    }
  }

  /** Those with a cause that fails many service accounts. */
  private static List<ObjectNode> failed(List<ObjectNode> pulls) {
    return pulls.stream()
        .filter(line -> cause(line).isPresent())
        .collect(Collectors.groupingBy(line -> cause(line).orElseThrow()))
        .values()
        .stream()
        .filter(same ->
            same.size() >= FEWEST_PULLS
                && same.stream().map(AuditedPulls::account).distinct().count() >= FEWEST_ACCOUNTS)
        .flatMap(List::stream)
        .toList();
  }

  /** What is wrong with podpass or its options, which all pods have in common. */
  private static Optional<String> cause(ObjectNode line) {
    String result = line.path("result").asText();
    return switch (result) {
      case "bug" -> Optional.of(result);
      // What a service account is annotated with is its owner's affair.
      case "configuration" -> Optional.of(failure(line)).filter(why -> !why.contains("annotation"));
      default -> Optional.empty();
    };
  }

  private static String failure(ObjectNode line) {
    return line.path("failure").asText().replaceAll("[^ -~]", "?");
  }
}
