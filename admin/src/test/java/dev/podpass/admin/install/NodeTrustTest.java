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
import org.junit.jupiter.api.Test;

/** What others have put on a node, or answer in kubelet's place, turns no pass. */
class NodeTrustTest extends OnFakeNode {
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
    assertThat(node.status().lastPass())
        .hasValueSatisfying(last -> assertThat(last.report().outcome()).isEqualTo(Outcome.REFUSED));
  }

  @Test
  void refusesAPluginDirectoryThatOthersMayChange() throws IOException {
    Files.setPosixFilePermissions(
        node.place(FakeNode.BIN), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> node.install())
        .hasMessageContaining("/opt/plugins may not be used: others may change");
  }
}
