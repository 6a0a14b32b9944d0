// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.spi.failure.CredentialException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that a pass does not change. */
class NodeRefusalTest extends OnFakeNode {
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
  void repairsItsProgramAndRemovesWhateverHasItsName() throws IOException {
    node.install();
    node.write(PROGRAM, "another program");

    assertThat(node.install().changes()).containsExactly("replaced " + PROGRAM);
    assertThat(node.read(PROGRAM)).isEqualTo("#!podpass 1");
    node.write(PROGRAM, "another program");
    PassReport report = node.uninstall();

    assertThat(report.changes()).contains("removed " + PROGRAM);
    assertThat(node.place(PROGRAM)).doesNotExist();
  }

  @Test
  void writesNothingThatKubeletWouldNotStartWith() throws IOException {
    node.write(FakeNode.CONFIG, FakeNode.STOCK.replace("defaultCacheDuration: 12h", ""));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("kubelet would not start with it, so nothing is changed: ");

    assertThat(node.disk()).doesNotContainKey("opt/plugins/podpass");
    assertThat(node.status().lastPass())
        .hasValueSatisfying(last -> assertThat(last.report().outcome()).isEqualTo(Outcome.REFUSED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"    matchImage: [x.io]\n", "metadata: {}\n"})
  void refusesAFileWithAFieldThatKubeletDoesNotKnow(String field) throws IOException {
    node.write(FakeNode.CONFIG, FakeNode.STOCK + field);
    Map<String, String> disk = node.disk();
    disk.remove("var/lib");

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("kubelet would not start with it, so nothing is changed: ")
        .hasMessageContaining("rejected: unknown field ");

    assertThat(node.disk()).containsAllEntriesOf(disk).doesNotContainKey("opt/plugins/podpass");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.33.4 | GATE=true | kubelet would not start with tokenAttributes, so nothing is changed: kubelet is v1.33.4, from /var/lib/dpkg/status, and podpass needs Kubernetes 1.34 or later
          1.36.1 | GATE=false | kubelet would not start with tokenAttributes, so nothing is changed: the feature gate KubeletServiceAccountTokenForCredentialProviders is false, from process 101 (kubelet)
          """)
  void refusesAKubeletThatWouldNotAcceptTheEntries(String version, String gate, String message)
      throws IOException {
    node.write(
        "/var/lib/dpkg/status",
        "Package: kubelet\nStatus: install ok installed\nVersion: " + version + "-1.1\n");
    String command = "/proc/" + node.pid() + "/cmdline";
    node.write(
        command,
        node.read(command)
            + "\0--feature-gates="
            + gate.replace("GATE", "KubeletServiceAccountTokenForCredentialProviders"));
    Map<String, String> disk = node.disk();
    disk.remove("var/lib");

    assertThatThrownBy(() -> node.install())
        .isInstanceOf(CredentialException.class)
        .hasMessage(message);

    assertThat(node.disk()).containsAllEntriesOf(disk).doesNotContainKey("opt/plugins/podpass");
    assertThat(node.restarts()).isZero();
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
  void tellsANodeOfAutoModeFromAnotherBottlerocket() throws IOException {
    String release = "NAME=Bottlerocket\nID=bottlerocket\nPRETTY_NAME=\"Bottlerocket ";
    node.write(
        "/etc/os-release", release + "(EKS Auto, Nvidia) 2026.4.23 (aws-k8s-1.34-nvidia)\"\n");

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("it is one of EKS Auto Mode")
        .extracting(e -> ((CredentialException) e).line())
        .asString()
        .endsWith("in a node group of AL2023; see docs/platforms/eks.md#where-it-cannot-work");
    node.write("/etc/os-release", release + "OS 1.57.0 (aws-k8s-1.34)\"\n");
    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("Bottlerocket has a read-only root file system");
  }

  @Test
  void refusesAPluginDirectoryThatOthersMayChange() throws IOException {
    Files.setPosixFilePermissions(
        node.place(FakeNode.BIN), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("/opt/plugins may not be used: others may change");
  }
}
