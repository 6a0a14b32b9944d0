// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.kubelet.RestartPolicy;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pass writes, repairs and restarts, and what it leaves alone. */
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
    for (int i = 0; i < 5; i++) {
      Files.delete(node.place(PROGRAM));
      Files.delete(node.place(PROGRAM + "-echo"));

      PassReport report = node.reconcile(now);

      assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
      assertThat(report.changes())
          .containsExactly("added " + PROGRAM, "added " + PROGRAM + "-echo");
      assertThat(node.restarts()).isOne();
      node.write(FakeNode.CONFIG, FakeNode.STOCK);
      assertThat(node.reconcile(now).outcome())
          .isEqualTo(i < 3 ? Outcome.CHANGED : Outcome.BACKING_OFF);
      if (i > 2) {
        node.install();
      }
    }
  }

  @Test
  void neverLeavesTheRoot() throws IOException {
    Path outside = root.resolveSibling(root.getFileName() + "-outside");
    Files.createDirectory(outside);
    Files.delete(node.place(FakeNode.BIN + "/stock"));
    Files.delete(node.place(FakeNode.BIN));
    Files.createSymbolicLink(node.place(FakeNode.BIN), Path.of("../../" + outside.getFileName()));

    assertThatThrownBy(() -> node.install()).isInstanceOf(CredentialException.class);

    assertThat(outside).isEmptyDirectory();
  }

  /** Any user may start one; it is no doubt about kubelet. */
  @Test
  void repairsBesideAProcessOfAnotherUserThatIsCalledKubelet() throws IOException {
    node.install();
    node.kubelet().stop();
    node.write("/proc/7/cmdline", "/tmp/kubelet\0--config=x");
    node.write("/proc/7/status", "Uid:\t1000\t1000\t1000\t1000\n");
    Files.createSymbolicLink(node.place("/proc/7/exe"), Path.of("../../tmp/kubelet"));
    Files.delete(node.place(PROGRAM));

    assertThat(node.reconcile(Clock.systemUTC()).changes()).containsExactly("added " + PROGRAM);
  }

  @Test
  void writesNothingThatKubeletWouldNotStartWith() throws IOException {
    node.write(FakeNode.CONFIG, FakeNode.STOCK.replace("defaultCacheDuration: 12h", ""));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("kubelet would not start with it, so nothing is changed: ");

    assertThat(node.disk()).doesNotContainKey("opt/plugins/podpass");
    assertThat(node.status().note().last())
        .hasValueSatisfying(last -> assertThat(last.outcome()).isEqualTo(Outcome.REFUSED));
  }

  @Test
  void refusesAPluginDirectoryThatOthersMayChange() throws IOException {
    Files.setPosixFilePermissions(
        node.place(FakeNode.BIN), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("/opt/plugins may not be used: others may change");
  }

  @Test
  void anExecutableForAnotherArchitectureIsNotEvenRun() throws IOException {
    Files.write(root.resolve("usr/bin/kubelet"), elf(0xb7));
    Files.write(root.resolve("image/podpass"), elf(0x3e));

    PassReport report = node.install();

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(report.message())
        .isEqualTo(
            "the executable for %s does not run on this node (it is for amd64, and the node is arm64); the files are as they were"
                .formatted(PROGRAM));
    assertThat(report.hint()).hasValue("take the podpass of linux-arm64");
    PassReport again = node.reconcile(Clock.systemUTC());
    assertThat(again.outcome()).isEqualTo(Outcome.FAILED_BEFORE);
    assertThat(node.commands()).isEmpty();
    assertThat(node.disk()).doesNotContainKey("opt/plugins/podpass");
  }

  private static byte[] elf(int machine) {
    byte[] header = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 64);
    header[18] = (byte) machine;
    return header;
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
        node.install(
            node.request(new RestartPolicy(true, Optional.of("again"), Duration.ofMillis(600))));
    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(node.commands()).contains(List.of("/bin/sh", "-c", "again"));
  }

  @Test
  void namesTheFlagsThatKubeletLacks() throws IOException {
    node.write("/etc/new/stock.yaml", FakeNode.STOCK);

    assertThat(node.install(node.requestFor("/etc/new", FakeNode.BIN, FakeNode.never())).message())
        .isEqualTo(
            "set kubelet's flags --image-credential-provider-config=/etc/new; restart kubelet to"
                + " use it");
    assertThat(
            node.install(node.requestFor(FakeNode.CONFIG, FakeNode.BIN, FakeNode.never()))
                .message())
        .isEqualTo("restart kubelet to use it");
  }
}
