// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What a pass believes of kubelet, and what it does after a fault or against another podpass. */
class NodeCertaintyTest extends OnFakeNode {
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private static Clock at(Duration later) {
    return Clock.fixed(NOON.plus(later), ZoneOffset.UTC);
  }

  @Test
  void doesNotRemoveWhatAKubeletRunsThatWasNotRestarted() throws IOException {
    node.install();
    node.kubelet().restartsFail();

    assertThat(node.uninstall().message()).endsWith("; podpass is still on this node");

    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(node.runningWith().orElseThrow());
    assertThat(node.place(PROGRAM)).exists();
    assertThat(node.install().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.status().isGood(Instant.now())).isTrue();
  }

  /** Kubelet restarts each time. */
  @Test
  void writesAgainstAnotherPodpassThreeTimesAndThenOnceAnHour() throws IOException {
    String a = "--log-level=info";
    String b = "--log-level=debug";
    for (int minute = 0; minute < 5; minute++) {
      assertThat(node.reconcile(at(Duration.ofMinutes(minute)), minute % 2 == 0 ? a : b).outcome())
          .isEqualTo(Outcome.CHANGED);
    }

    PassReport held = node.reconcile(at(Duration.ofMinutes(5)), b);

    assertThat(held.outcome()).isEqualTo(Outcome.OTHER_OPTIONS);
    assertThat(held.message())
        .isEqualTo(
            "another podpass wants other options here, and replaced these since the boot; "
                + FakeNode.CONFIG
                + " is not changed until 2026-11-28T13:04:00Z");
    assertThat(node.read(FakeNode.CONFIG)).contains("=info");
    assertThat(node.restarts()).isEqualTo(5);
    assertThat(node.reconcile(at(Duration.ofMinutes(6)), a).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.status().isGood(NOON.plus(Duration.ofMinutes(7)))).isFalse();
    assertThat(node.status().isGood(NOON.plus(Duration.ofMinutes(21)))).isTrue();
    PassReport settled =
        node.installation(at(Duration.ofMinutes(8)))
            .install(node.request(FakeNode.restart(), b), Duration.ZERO, _ -> {});
    assertThat(settled.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.status().isGood(NOON.plus(Duration.ofMinutes(9)))).isTrue();
    assertThat(node.reconcile(at(Duration.ofMinutes(69)), a).outcome()).isEqualTo(Outcome.CHANGED);
    node.write("/proc/sys/kernel/random/boot_id", "another-boot\n");
    assertThat(node.reconcile(at(Duration.ofMinutes(70)), b).outcome()).isEqualTo(Outcome.CHANGED);
  }

  /** Options that were put back are tried again only after an hour; these are the others. */
  @Test
  void takesBackWhatAKilledInstallWroteAndBlamesNoOtherOptions() throws IOException {
    String a = "--log-level=info";
    node.reconcile(at(Duration.ZERO), a);
    String good = node.read(FakeNode.CONFIG);
    node.kubelet()
        .whileRestarting(() -> {
          throw new AssertionError("killed");
        });
    assertThatThrownBy(() -> node.reconcile(at(Duration.ofMinutes(1)), "--log-level=REFUSED"))
        .hasMessage("killed");
    node.kubelet().whileRestarting(() -> {});

    PassReport back = node.reconcile(at(Duration.ofMinutes(2)), a);

    assertThat(back.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(good);
    assertThat(node.runningWith()).contains(good);
  }

  @Test
  void waitsForItsTurnBeforeItRestartsAKubeletThatIsInService() throws IOException {
    node.reconcile(at(Duration.ZERO), Duration.ofMinutes(10));

    assertThat(node.waits()).hasSize(1);
    assertThat(node.waits().getFirst()).isLessThan(Duration.ofMinutes(10));
    assertThat(node.restarts()).isOne();
    node.reconcile(at(Duration.ofMinutes(5)), Duration.ofMinutes(10));
    assertThat(node.waits()).hasSize(1);
    var _ =
        node.installation(at(Duration.ofMinutes(5)))
            .install(
                node.request(FakeNode.restart(), "--log-level=info"),
                Duration.ofMinutes(10),
                _ -> {
                  assertThat(node.status().note().last().orElseThrow().outcome())
                      .isEqualTo(Outcome.WAITING);
                  assertThat(node.status().isGood(NOON.plus(Duration.ofMinutes(5)))).isFalse();
                });
    assertThat(node.status().isGood(NOON.plus(Duration.ofMinutes(5)))).isTrue();
    node.write("/proc/uptime", "599.00 1.00\n");
    node.reconcile(at(Duration.ofMinutes(6)), Duration.ofMinutes(10), "--log-level=debug");
    assertThat(node.waits()).hasSize(1);
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
  void refusesATextThatIsNotUtf8() throws IOException {
    Files.write(node.place(FakeNode.CONFIG), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessage(FakeNode.CONFIG + " is not UTF-8, so it is not changed");
  }
}
