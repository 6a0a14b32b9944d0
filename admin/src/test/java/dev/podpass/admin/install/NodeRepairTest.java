// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.journal.Checkpoint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Passes over a node that something else has changed. */
class NodeRepairTest extends OnFakeNode {
  @Test
  void aFileThatAnotherProgramRewroteIsRepairedWithoutTouchingKubelet() throws IOException {
    node.install();
    node.write(FakeNode.CONFIG, FakeNode.STOCK);

    PassReport report = node.install();

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(report.message()).isEqualTo("kubelet did not have to be restarted");
    assertThat(node.read(FakeNode.CONFIG)).contains("podpass-echo");
    assertThat(node.restarts()).isOne();
  }

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

  @Test
  void completesACopyThatAPowerCutHasCutOff() throws IOException {
    node.install();
    node.write(PROGRAM, "#!pod");

    assertThat(node.install().changes()).containsExactly("replaced " + PROGRAM);
    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 1");
  }

  @Test
  void backsOffFromAProgramThatKeepsRewriting() throws IOException {
    Instant start = Instant.parse("2026-11-26T10:00:00Z");
    node.install(at(start), Checkpoint.NONE);
    int repairs = 0;
    int refusals = 0;

    for (int minute = 5; minute <= 24 * 60; minute += 5) {
      node.write(FakeNode.CONFIG, FakeNode.STOCK);
      node.restartByItself();
      PassReport report = node.install(at(start.plus(Duration.ofMinutes(minute))), Checkpoint.NONE);
      repairs += report.outcome() == Outcome.CHANGED ? 1 : 0;
      refusals += report.outcome() == Outcome.BACKING_OFF ? 1 : 0;
    }

    assertThat(repairs).isBetween(5, 10);
    assertThat(repairs + refusals).isEqualTo(288);
    assertThat(node.restarts()).isEqualTo(repairs + 1);
  }

  private static Clock at(Instant instant) {
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  @Test
  void newValuesAreNotBackedOffFrom() throws IOException {
    node.install();
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    node.install();
    node.write(FakeNode.CONFIG, FakeNode.STOCK);
    assertThat(node.install().outcome()).isEqualTo(Outcome.BACKING_OFF);

    assertThat(node.install("--log-level=debug").outcome()).isEqualTo(Outcome.CHANGED);
  }
}
