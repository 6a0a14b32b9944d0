// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.install.PassReport.Outcome;
import dev.podpass.admin.kubelet.RestartPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kubelet's restart by a pass, and what is put back if it does not start. */
class NodeRestartTest extends OnFakeNode {
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
