// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Passes at a bad moment: a kubelet that restarts meanwhile, lost memory, faults that pass. */
class NodeFaultTest extends OnFakeNode {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private static Clock at(Duration later) {
    return Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
  }

  @Test
  void keepsTheProgramThatIsThereWhenTheNewOneDoesNotRun() throws IOException {
    node.install();
    node.write("/image/podpass", "#!pod");

    assertThat(node.reconcile(at(Duration.ZERO)).outcome()).isEqualTo(Outcome.ROLLED_BACK);

    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 1");
    assertThat(node.read(FakeNode.CONFIG)).contains("podpass-echo");
    assertThat(node.reconcile(at(Duration.ofMinutes(1))).outcome())
        .isEqualTo(Outcome.FAILED_BEFORE);
    Files.delete(node.place(PROGRAM));
    node.write("/image/podpass", "#!podpass 3");
    assertThat(node.reconcile(at(Duration.ZERO)).outcome()).isEqualTo(Outcome.CHANGED);
  }

  /** Kubelet's configuration names no program that is not there. */
  @Test
  void takesItsEntriesOutWhereTheProgramCannotBeKept() throws IOException {
    node.install();
    Files.delete(node.place(PROGRAM));
    node.write("/image/podpass", "#!pod");

    PassReport report = node.install();

    assertThat(report.message()).contains("; kubelet's configuration is without podpass's entries");
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(FakeNode.STOCK);
  }

  @Test
  void restartsKubeletBeforeItRemovesTheProgram() throws IOException {
    node.install();
    boolean[] there = {false};
    node.kubelet().whileRestarting(() -> there[0] = Files.exists(node.place(PROGRAM)));

    node.uninstall();

    assertThat(there[0]).isTrue();
    assertThat(node.place(PROGRAM)).doesNotExist();
  }

  @Test
  void refusesATextThatIsNotUtf8() throws IOException {
    Files.write(node.place(FakeNode.CONFIG), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessage(FakeNode.CONFIG + " is not UTF-8, so it is not changed");
  }
}
