// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservationTest {
  private final List<String> told = new ArrayList<>();
  private final Log log = (level, message, fields) -> told.add(level + " " + message);

  @TempDir private Path directory;

  private void record(Path audit, Path metrics) {
    Observation observation =
        new Observation(
            Optional.of(new AuditLog(audit, 1 << 20)),
            Optional.of(new MetricsFile(metrics, "1.2")),
            log);
    Duration patience = Duration.ofSeconds(10);
    observation.counted(
        Outcomes.cached(), observation.audited(Outcomes.cached(), patience), patience);
  }

  @Test
  void aLostAuditLineIsAlwaysReportedAndCounted() throws IOException {
    Path metrics = directory.resolve("podpass.prom");

    record(directory.resolve("none/audit.jsonl"), metrics);

    assertThat(told).containsExactly("WARNING audit line is not written");
    assertThat(Files.readString(metrics))
        .contains(
            "podpass_requests_total{provider=\"fake\",result=\"ok\"} 1\n",
            "podpass_audit_lines_lost_total{provider=\"fake\"} 1\n");
  }

  @Test
  void metricsThatFailCostNoAuditLine() throws IOException {
    Path audit = directory.resolve("audit.jsonl");

    record(audit, directory.resolve("none/podpass.prom"));

    assertThat(told).containsExactly("INFO metrics are not written");
    assertThat(Files.readAllLines(audit)).hasSize(1);
  }
}
