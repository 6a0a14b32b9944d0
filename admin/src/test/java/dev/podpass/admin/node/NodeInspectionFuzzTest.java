// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.admin.kubeletconfig.ConfigFile;
import dev.podpass.admin.node.NodeInspection.ConfigCheck;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.testing.SeedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ArgumentsSource;

class NodeInspectionFuzzTest {
  private static final Optional<Sourced<String>> VERSION =
      Optional.of(new Sourced<>("1.34", "--kubernetes"));
  private static final Optional<ConfigCheck> CONFIG =
      Optional.of(
          new ConfigCheck(
              List.of(),
              ConfigFile.read("providers: [{name: podpass-x}]").entries(),
              Optional.empty()));

  /** All that is read of a process, a mount, a systemd unit, its drop-in and its variables. */
  private static final List<String> FILES =
      List.of(
          "/proc/7/cmdline",
          "/proc/7/environ",
          "/proc/8/cmdline",
          "/proc/8/status",
          "/proc/mounts",
          "/etc/systemd/system/kubelet.service",
          "/etc/systemd/system/kubelet.service.d/10.conf",
          "/etc/default/kubelet",
          "/etc/rancher/k3s/config.yaml",
          "/var/lib/kubelet/config.yaml");

  @TempDir private static Path root;

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whatStandsInANodesFilesIsReported(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    NodeTree node = new NodeTree(root).process("7");
    FILES.forEach(file -> node.file(file, text));
    NodeFiles files = node.file("/proc/8/cmdline", "kubelet\0" + text).files();

    NodeInspection inspection = new NodeInspection(files);

    assertThat(inspection.checks(VERSION, CONFIG)).isNotEmpty();
    assertThat(inspection.tokens().map(ProviderTokens::reason).orElse("none")).isNotEmpty();
    assertThat(inspection.kubeletEnvironment()).doesNotContainKey("");
    assertThat(inspection.flags().nodeName().map(flag -> flag.value()).orElse("none"))
        .doesNotContainPattern("[\\s\"',]");
    assertThat(inspection.configuration().filter(path -> !path.startsWith(root))).isEmpty();
    assertThat(Mount.of(files, "/var/lib/kubelet").map(Mount::point).orElse("/"))
        .matches(point -> "/var/lib/kubelet/".startsWith(point.replaceFirst("/*$", "/")));
  }
}
