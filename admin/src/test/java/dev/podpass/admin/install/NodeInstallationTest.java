// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.install.PassReport.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a pass puts on a node and what an uninstallation leaves, with a fake supervisor. */
class NodeInstallationTest extends OnFakeNode {
  @Test
  void installsRestartsOnceAndThenChangesNothing() throws IOException {
    PassReport first = node.install();

    assertThat(first.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(first.changes())
        .containsExactly(
            "added " + PROGRAM, "added " + PROGRAM + "-echo", "replaced " + FakeNode.CONFIG);
    assertThat(node.read(FakeNode.CONFIG)).startsWith(FakeNode.STOCK + "  - name: podpass-echo\n");
    assertThat(node.runningWith()).contains(node.read(FakeNode.CONFIG));
    assertThat(Files.readSymbolicLink(node.place(PROGRAM + "-echo"))).hasToString("podpass");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.place(PROGRAM))))
        .isEqualTo("rwxr-xr-x");
    assertThat(node.restarts()).isOne();
    Map<String, String> disk = node.disk();

    PassReport second = node.install();

    assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.restarts()).isOne();
    disk.remove("var/lib/podpass/last-pass.json");
    assertThat(node.disk()).containsAllEntriesOf(disk);
  }

  @Test
  void newValuesRestartOnceAndOldEntriesDisappear() throws IOException {
    node.install("--log-level=info");

    PassReport report = node.install("--log-level=debug");

    assertThat(report.changes()).containsExactly("replaced " + FakeNode.CONFIG);
    assertThat(node.restarts()).isEqualTo(2);
    assertThat(node.read(FakeNode.CONFIG)).contains("=debug").doesNotContain("=info");
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

  @Test
  void keepsWhatAnotherProgramAddedAndRemovesOnlyItsOwn() throws IOException {
    node.install();
    String edited = node.read(FakeNode.CONFIG).replace("# the node's own", "# edited");
    node.write(FakeNode.CONFIG, edited);

    assertThat(node.install().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(node.read(FakeNode.CONFIG)).isEqualTo(edited);
    node.uninstall();

    assertThat(node.read(FakeNode.CONFIG))
        .isEqualTo(FakeNode.STOCK.replace("# the node's own", "# edited"));
  }

  @Test
  void uninstallRestoresBytesModesAndOwners() throws IOException {
    Map<String, String> disk = node.disk();
    node.install("--log-level=info");
    node.install("--log-level=debug");

    PassReport report = node.uninstall();

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.disk()).isEqualTo(disk);
    assertThat(node.runningWith()).contains(FakeNode.STOCK);
    assertThat(node.uninstall().message()).isEqualTo("podpass has put nothing on this node");
    assertThat(node.disk()).isEqualTo(disk);
  }
}
