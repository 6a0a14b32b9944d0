// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pass writes, and repairs, and what it leaves alone. */
class NodeRepairTest extends OnFakeNode {
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
}
