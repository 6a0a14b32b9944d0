// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.log.Log;
import dev.podpass.core.observe.AuditLog;
import dev.podpass.core.observe.MetricsFile;
import dev.podpass.core.observe.Observation;
import dev.podpass.core.pull.PullProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PullObserverTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
  private static final long LARGE = 1 << 20;

  @TempDir private Path folder;

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private final CountDownLatch goneOn = new CountDownLatch(1);
  private Path metrics;

  @BeforeEach
  void prepare() {
    metrics = folder.resolve("podpass.prom");
  }

  @Test
  void writesBothFiles() throws Exception {
    Path audit = folder.resolve("audit.jsonl");

    ended(audit, (level, message, fields) -> logged.add(message));

    assertThat(logged).isEmpty();
    assertThat(audit).content().contains("\"time\":\"2026-11-25T12:00:00Z\"");
    assertThat(metrics)
        .content()
        .contains("podpass_requests_total")
        .doesNotContain("podpass_audit_lines_lost_total{");
  }

  @Test
  void countsAPullOnceWhoseAuditLineHangs() throws Exception {
    ended(folder.resolve("none").resolve("audit.jsonl"), this::hang);

    assertThat(logged).containsExactly("the audit line is not written within 500 ms");
    assertCountedAsLost();

    hung.countDown();
    goneOn.await();
    assertCountedAsLost();
  }

  /** Stands for the audit log: its thread is the one that writes the event of its failure. */
  private void hang(Log.Level level, String message, Log.Field... fields) {
    if (!message.equals("audit line is not written")) {
      logged.add(message);
      return;
    }
    try {
      hung.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    goneOn.countDown();
  }

  private void ended(Path audit, Log log) {
    new PullObserver(
            new Observation(
                Optional.of(new AuditLog(audit, LARGE)),
                Optional.of(new MetricsFile(metrics, "1.2")),
                log),
            new PullProgress(NOON))
        .ended(Optional.empty());
  }

  private void assertCountedAsLost() throws Exception {
    assertThat(Files.readAllLines(metrics))
        .contains("podpass_audit_lines_lost_total{provider=\"none\"} 1")
        .anyMatch(line -> line.startsWith("podpass_requests_total{") && line.endsWith(" 1"));
  }
}
