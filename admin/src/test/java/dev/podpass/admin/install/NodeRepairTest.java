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
import org.junit.jupiter.api.Test;

/** Passes over a node that something else has changed. */
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
  void aKubeletThatRestartedByItselfHasReadTheFile() throws IOException {
    node.install();
    node.restartByItself();

    assertThat(node.install().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.restarts()).isOne();
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

  @Test
  void newValuesAreNotBackedOffFrom() throws IOException {
    Clock now = Clock.systemUTC();
    node.install();
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    node.reconcile(now);
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    assertThat(node.reconcile(now).outcome()).isEqualTo(Outcome.BACKING_OFF);

    assertThat(node.reconcile(now, "--log-level=debug").outcome()).isEqualTo(Outcome.CHANGED);
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    assertThat(node.install("--log-level=debug").outcome()).isEqualTo(Outcome.CHANGED);
  }
}
