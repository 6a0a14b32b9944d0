// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.admin.node.NodeFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubeletUnitTest {
  @ParameterizedTest
  @CsvSource({
    "kubelet, 0::/system.slice/kubelet.service",
    "kubelet, 0::/runtime.slice/kubelet.service",
    "kubelet, 1:name=systemd:/system.slice/kubelet.service",
    "kubelet@1, 0::/system.slice/system-kubelet.slice/kubelet@1.service",
    "kubelet-kops, 0::/kubelet-kops.service",
    "k3s, 0::/system.slice/k3s.service",
    "k3s-agent, 0::/system.slice/k3s-agent.service",
    "rke2-server, 0::/system.slice/rke2-server.service",
    "rke2-agent, 0::/system.slice/rke2-agent.service",
    "k0sworker, 0::/system.slice/k0sworker.service",
    "snap.microk8s.daemon-kubelite, 0::/system.slice/snap.microk8s.daemon-kubelite.service",
    "snap.k8s.kubelet, 0::/system.slice/snap.k8s.kubelet.service",
  })
  void isTheUnitThatKubeletIs(String unit, String cgroup) {
    assertThat(KubeletService.unit(cgroup + "\n")).contains(unit);
  }

  /** On a server of k3s it is the API server's unit as well: an operator sees which one it is. */
  @Test
  void isNamedBeforeItIsRestarted() {
    List<String> lines = new ArrayList<>();
    HostCommands commands =
        (command, _) -> {
          lines.add(String.join(" ", command));
          return new HostCommands.Output(0, "");
        };
    RestartPolicy policy = new RestartPolicy(true, Optional.empty(), Duration.ZERO);
    KubeletService service =
        new KubeletService(NodeFiles.below(Path.of("/none")), commands, policy, lines::add);

    assertThat(service.restart(Optional.of("k3s"))).isEmpty();

    assertThat(lines)
        .containsExactly(
            "restarting kubelet by its unit k3s",
            "systemctl reset-failed k3s",
            "systemctl restart --no-block k3s");
  }

  @Test
  void isFoundAmongTheControllersOfCgroupsOfVersionOne() {
    assertThat(
            KubeletService.unit(
                """
                12:cpu,cpuacct:/system.slice/containerd.service
                11:memory:/system.slice/k3s.service
                1:name=systemd:/system.slice/kubelet.service
                0::/
                """))
        .contains("kubelet");
  }

  /** Its restart would end what is not kubelet, or run what a name has in it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0::/",
        "0::/system.slice/containerd.service",
        "0::/system.slice/docker.service",
        "0::/system.slice/ssh.service",
        "0::/system.slice/my-kubelet.service",
        "0::/system.slice/kubelets.service",
        "0::/system.slice/snap.docker.dockerd.service",
        "0::/system.slice/kubelet.scope",
        "0::/user.slice/user-0.slice/session-1.scope",
        "0::/system.slice/kubelet.service/child",
        "0::/system.slice/kubelet-$(reboot).service",
        "0::/system.slice/kubelet- x.service",
        "11:memory:/system.slice/kubelet.service",
      })
  void isNoOther(String cgroup) {
    assertThat(KubeletService.unit(cgroup + "\n")).isEmpty();
  }
}
