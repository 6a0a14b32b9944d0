// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.journal.Checkpoint;
import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes over a node whose supervisor is a fake. */
class NodeInstallationTest {
  private static final String PROGRAM = FakeNode.BIN + "/podpass";

  @TempDir private Path root;
  @AutoClose private FakeNode node;

  @BeforeEach
  void prepare() throws IOException {
    node = new FakeNode(root);
  }

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
  void whatKubeletDoesNotStartWithIsPutBackAndNotTriedAgain() throws IOException {
    node.install("--log-level=info");
    Map<String, String> disk = node.disk();

    PassReport report = node.install("--log-level=REFUSED");

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.message())
        .isEqualTo(
            "kubelet was not healthy within 0 s of its restart; the files are as they were, and"
                + " kubelet is healthy with them");
    assertThat(node.runningWith().orElseThrow()).contains("=info").doesNotContain("REFUSED");
    assertThat(node.disk().get("etc/kubernetes/credential-providers.yaml"))
        .isEqualTo(disk.get("etc/kubernetes/credential-providers.yaml"));
    assertThat(node.restarts()).isEqualTo(3);

    PassReport again = node.install("--log-level=REFUSED");

    assertThat(again.outcome()).isEqualTo(Outcome.FAILED_BEFORE);
    assertThat(node.restarts()).isEqualTo(3);
    NodeStatus status = NodeStatus.of(node.node(Clock.systemUTC(), Checkpoint.NONE));
    assertThat(status.isGood()).isFalse();
    assertThat(status.state().failed().orElseThrow().log())
        .containsExactly("E1126 failed to validate REFUSED");

    assertThat(node.install("--log-level=debug").outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(NodeStatus.of(node.node(Clock.systemUTC(), Checkpoint.NONE)).isGood()).isTrue();
  }

  @Test
  void anExecutableThatDoesNotRunIsRemovedBeforeKubeletIsToldOfIt() throws IOException {
    node.write("/image/podpass", "#!pod");
    Map<String, String> disk = node.disk();

    PassReport report = node.install();

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.message()).contains(PROGRAM + " does not run on this node (status 126");
    assertThat(node.restarts()).isZero();
    assertThat(node.disk()).containsAllEntriesOf(disk).doesNotContainKey("opt/plugins/podpass");
    assertThat(node.install().outcome()).isEqualTo(Outcome.FAILED_BEFORE);
  }

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
  void neverReplacesAFileThatItDidNotPutThere() throws IOException {
    node.write(PROGRAM, "another program");
    Map<String, String> disk = node.disk();

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessage(PROGRAM + " exists, and podpass did not put it there");

    disk.remove("var/lib");
    assertThat(node.disk()).containsAllEntriesOf(disk);
    assertThat(node.restarts()).isZero();
  }

  @Test
  void neitherReplacesNorRemovesAFileThatWasChangedSince() throws IOException {
    node.install();
    node.write(PROGRAM, "another program");

    assertThatThrownBy(() -> node.install())
        .hasMessage(PROGRAM + " was changed by another program since podpass put it there");
    PassReport report = node.uninstall();

    assertThat(report.changes()).contains("left " + PROGRAM + ": another program changed it");
    assertThat(node.read(PROGRAM)).isEqualTo("another program");
  }

  @Test
  void completesACopyThatAPowerCutHasCutOff() throws IOException {
    node.install();
    node.write(PROGRAM, "#!pod");

    assertThat(node.install().changes()).containsExactly("replaced " + PROGRAM);
    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 1");
  }

  @Test
  void writesNothingThatKubeletWouldNotStartWith() throws IOException {
    node.write(FakeNode.CONFIG, FakeNode.STOCK.replace("defaultCacheDuration: 12h", ""));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("kubelet would not start with it, so nothing is changed: ");

    assertThat(node.disk()).doesNotContainKey("opt/plugins/podpass");
    assertThat(NodeStatus.of(node.node(Clock.systemUTC(), Checkpoint.NONE)).lastPass())
        .hasValueSatisfying(last -> assertThat(last.report().outcome()).isEqualTo(Outcome.REFUSED));
  }

  @Test
  void doesNotRestartTheUnitOfSomethingElse() throws IOException {
    node.in("containerd.service");
    Map<String, String> disk = node.disk();

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("kubelet's cgroup names no systemd unit of its own");

    assertThat(node.disk())
        .containsEntry(
            "etc/kubernetes/credential-providers.yaml",
            disk.get("etc/kubernetes/credential-providers.yaml"));
    PassReport report =
        new NodeInstallation(node.node(Clock.systemUTC(), Checkpoint.NONE))
            .install(
                node.request(
                    new RestartPolicy.Restart(Optional.of("again"), Duration.ofMillis(600))));
    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.commands()).contains(List.of("/bin/sh", "-c", "again"));
  }

  @Test
  void leavesTheRestartToTheOperator() throws IOException {
    NodeInstallation installation =
        new NodeInstallation(node.node(Clock.systemUTC(), Checkpoint.NONE));
    InstallRequest request = node.request(new RestartPolicy.Never());

    assertThat(installation.install(request).outcome()).isEqualTo(Outcome.RESTART_PENDING);
    assertThat(installation.install(request).outcome()).isEqualTo(Outcome.RESTART_PENDING);
    assertThat(node.restarts()).isZero();

    node.restartByItself();
    assertThat(installation.install(request).outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void refusesAMountThatIsNoexecAndOneThatARebootEmpties() throws IOException {
    node.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs /opt tmpfs rw,noexec 0 0\n");
    assertThatThrownBy(() -> node.install())
        .hasMessage(
            "podpass cannot be installed into /opt/plugins: the mount /opt is noexec: nothing there"
                + " can be run");

    node.write("/proc/mounts", "/dev/sda1 / ext4 rw 0 0\ntmpfs /opt tmpfs rw 0 0\n");
    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("after a reboot kubelet would miss its plugins");
    assertThat(node.disk()).doesNotContainKey("opt/plugins/podpass");
  }

  @Test
  void refusesAPlatformThatRevertsChanges() throws IOException {
    node.write("/etc/os-release", "NAME=\"Red Hat\"\nID=\"rhcos\"\n");

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("the Machine Config Operator of OpenShift reverts changes");

    assertThat(node.disk()).doesNotContainKey("var/lib/podpass");
  }

  @Test
  void refusesAPluginDirectoryThatOthersMayChange() throws IOException {
    Files.setPosixFilePermissions(
        node.place(FakeNode.BIN), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("/opt/plugins may not be used: others may change");
  }
}
