// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others have put on a node, or answer in kubelet's place, turns no pass. */
class NodeTrustTest extends OnFakeNode {
  /** Kubelet only logs that its port is taken, and goes on. */
  @Test
  void believesNoProcessThatTookKubeletsPort() throws IOException {
    node.kubelet().whileRestarting(node.kubelet()::losesItsPort);

    PassReport report = node.install();

    assertThat(report.outcome()).isEqualTo(Outcome.CHANGED);
    assertThat(report.message())
        .isEqualTo("kubelet was restarted and lives, but another process has its health port");
    assertThat(node.runningWith()).contains(node.read(FakeNode.CONFIG));
  }

  @Test
  void believesNoOtherProcessThatKubeletIsHealthyWhileItDoesNotStart() throws IOException {
    node.kubelet().losesItsPort();
    node.install("--log-level=info");

    PassReport report = node.install("--log-level=REFUSED");

    assertThat(report.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(node.runningWith().orElseThrow()).contains("=info");
  }

  /** An image may bring a process table, and a state that another podpass wrote. */
  @Test
  void runsNothingForAnImage() throws IOException {
    node.isAnImage();
    node.write(
        "/etc/default/kubelet",
        "KUBELET_EXTRA_ARGS=--image-credential-provider-config=%s --image-credential-provider-bin-dir=%s\n"
            .formatted(FakeNode.CONFIG, FakeNode.BIN));
    int before = node.commands().size();

    PassReport report = node.install();

    assertThat(report.message())
        .isEqualTo("kubelet is not running; it reads the configuration when it starts");
    assertThat(node.read(FakeNode.CONFIG)).contains("podpass-echo");
    node.uninstall();
    assertThat(node.commands()).hasSize(before);
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

  @ParameterizedTest
  @CsvSource({"rwxrwxrwx, rw-------", "rwx------, rw-rw-rw-"})
  void readsNoStateThatAnotherUserCanWrite(String directory, String file) throws IOException {
    node.install();
    Path state = node.place("/var/lib/podpass");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString(directory));
    Files.setPosixFilePermissions(state.resolve("original"), PosixFilePermissions.fromString(file));
    Map<String, String> before = node.disk();

    assertThatThrownBy(() -> node.install("--log-level=debug"))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("another user can change it, or it is a link");

    assertThat(node.disk()).containsAllEntriesOf(before);
  }

  @Test
  void repairsTheRightsOfWhatKubeletRunsAsRoot() throws IOException {
    node.install();
    Files.setPosixFilePermissions(
        node.place(PROGRAM), PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setPosixFilePermissions(
        node.place(FakeNode.CONFIG), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(node.status().files())
        .containsEntry(PROGRAM, false)
        .containsEntry(FakeNode.CONFIG, false);

    PassReport report = node.reconcile(Clock.systemUTC());

    assertThat(report.changes())
        .containsExactly("replaced " + PROGRAM, "gave to root alone " + FakeNode.CONFIG);
    assertThat(node.restarts()).isOne();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.place(PROGRAM))))
        .isEqualTo("rwxr-xr-x");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(node.place(FakeNode.CONFIG))))
        .isEqualTo("rw-r--r--");
  }

  /** Any user may start one; it is no doubt about kubelet. */
  @Test
  void repairsBesideAProcessOfAnotherUserThatIsCalledKubelet() throws IOException {
    node.install();
    node.kubelet().stops();
    node.write("/proc/7/cmdline", "/tmp/kubelet\0--config=x");
    node.write("/proc/7/status", "Uid:\t1000\t1000\t1000\t1000\n");
    Files.createSymbolicLink(node.place("/proc/7/exe"), Path.of("../../tmp/kubelet"));
    Files.delete(node.place(PROGRAM));

    assertThat(node.reconcile(Clock.systemUTC()).changes()).containsExactly("added " + PROGRAM);
  }
}
