// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passes over a node that is changed between them, and one of a directory of configurations. */
class NodeRepairTest extends OnFakeNode {
  @Test
  void afterARebootThatResetTheFileKubeletIsRestarted() throws IOException {
    node.install();
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    node.restartByItself();

    PassReport report = node.install();

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.runningWith().orElseThrow()).contains("podpass-echo");
  }

  @Test
  void aNewExecutableNeedsNoRestart() throws IOException {
    node.install();
    node.write("/image/podpass", "#!podpass 2");

    PassReport report = node.install();

    assertThat(report.changes()).containsExactly("replaced " + PROGRAM);
    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 2");
    assertThat(node.restarts()).isOne();
  }

  @Test
  void ofADirectoryOnlyItsOwnFileIsWritten() throws IOException {
    node.withDirectory("/etc/providers.d");
    Map<String, String> disk = node.disk();

    node.install();

    assertThat(node.read("/etc/providers.d/podpass.yaml")).contains("name: podpass-echo");
    assertThat(node.disk()).containsAllEntriesOf(disk);
    assertThat(node.restarts()).isOne();
    node.uninstall();
    assertThat(node.disk()).isEqualTo(disk);
  }

  /** Kubelet's configuration names it: the next restart of kubelet would find no plugin. */
  @Test
  void theProgramAndItsLinksAreRepairedAtEveryPass() throws IOException {
    Clock now = Clock.systemUTC();
    node.install();
    for (int i = 0; i < 3; i++) {
      Files.delete(node.place(PROGRAM));
      Files.delete(node.place(PROGRAM + "-echo"));

      PassReport report = node.reconcile(now);

      assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
      assertThat(report.changes())
          .containsExactly("added " + PROGRAM, "added " + PROGRAM + "-echo");
      assertThat(node.restarts()).isOne();
      node.write(FakeNode.CONFIG, FakeNode.STOCK);
      assertThat(node.reconcile(now).outcome())
          .isEqualTo(i == 0 ? Outcome.CHANGED : Outcome.BACKING_OFF);
      if (i > 0) {
        node.install();
      }
    }
  }

  @Test
  void backsOffFromAProgramThatKeepsRewriting() throws IOException {
    Instant start = Instant.parse("2026-11-26T10:00:00Z");
    var _ = node.reconcile(at(start));
    int repairs = 0;
    int refusals = 0;

    for (int minute = 15; minute <= 24 * 60; minute += 15) {
      node.write(FakeNode.CONFIG, FakeNode.STOCK);
      node.restartByItself();
      PassReport report = node.reconcile(at(start.plus(Duration.ofMinutes(minute))));
      repairs += report.outcome() == Outcome.CHANGED ? 1 : 0;
      refusals += report.outcome() == Outcome.BACKING_OFF ? 1 : 0;
    }

    assertThat(repairs).isBetween(5, 10);
    assertThat(repairs + refusals).isEqualTo(96);
    assertThat(node.restarts()).isEqualTo(repairs + 1);
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }
}
