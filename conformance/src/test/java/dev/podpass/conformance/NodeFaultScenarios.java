// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is wrong with the node when the chart puts podpass on it, or goes wrong with it later. */
abstract class NodeFaultScenarios extends ChartFixture {
  @Test
  void aKubeletThatGivesProvidersNoTokensIsLeftAloneUntilItDoes() throws IOException {
    String configuration = Files.readString(kubelet.configuration());
    Files.writeString(
        kubelet.configuration(),
        "featureGates: {" + KubeletService.TOKEN_GATE + ": false}\n",
        StandardOpenOption.APPEND);
    kubelet.restart();
    String process = kubelet.process();
    try {
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      Command.Result status = installer.status();
      assertThat(status.output())
          .contains(KubeletService.TOKEN_GATE + " is false, from " + kubelet.configuration());
      assertThat(status.status()).isEqualTo(78);
      chart.assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Files.writeString(kubelet.configuration(), configuration);
      kubelet.restart();
    }

    chart.awaitInstalled();
  }

  @Test
  void aConfigurationThatKubeletRefusesIsTakenBackAndNotTriedAgain() throws IOException {
    kubelet.refusePodpass(true);
    int restarts = kubelet.restarts();
    try {
      ChartPod installer = chart.apply(Map.of("health-timeout", "30s"));
      ClusterNode.await("kubelet is stopped for it", () -> kubelet.restarts() > restarts);
      long begin = System.nanoTime();
      ClusterNode.await("it is taken back", () -> Passes.outcome().equals("ROLLED_BACK"));
      print("as before after kubelet's refusal", begin);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(90));
      chart.assertVendorsFilesAsBefore();
      Passes.await(2);
      assertThat(Passes.outcome()).isEqualTo("FAILED_BEFORE");
      assertThat(kubelet.restarts()).isEqualTo(restarts + 2);
      Command.Result status = installer.status();
      assertThat(status.output())
          .contains("failed before", "tokenAttributes is not supported when");
      assertThat(status.status()).isEqualTo(78);
    } finally {
      kubelet.refusePodpass(false);
    }

    chart.install(Map.of("log-level", "info"));
  }

  @Test
  void aReadOnlyPluginDirectoryIsLeftAloneUntilItCanBeWritten() {
    String plugins = KubeletService.PLUGINS.toString();
    String process = kubelet.process();
    Command.run("mount", "--bind", "-o", "ro", plugins, plugins);
    try {
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      Command.Result status = installer.status();
      assertThat(status.output()).contains("refused", plugins + " is read-only");
      assertThat(status.status()).isEqualTo(78);
      chart.assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Command.run("umount", plugins);
    }

    chart.awaitInstalled();
  }

  @Test
  void aFullDiskLeavesKubeletAsItIsUntilThereIsRoom() {
    String plugins = KubeletService.PLUGINS.toString();
    String process = kubelet.process();
    String disk = node.directory().resolve("disk").toString();
    Command.run("truncate", "--size=8M", disk);
    Command.run("mkfs.ext4", "-q", disk);
    Command.run("mount", "-o", "loop", disk, plugins);
    try {
      Command.run("rmdir", plugins + "/lost+found");
      Command.run("cp", "-a", chart.copyOf(KubeletService.PLUGINS) + "/.", plugins);
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      assertThat(installer.status().output()).contains("No space left on device");
      chart.assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Command.run("umount", plugins);
    }

    chart.awaitInstalled();
  }

  @Test
  void anExecutableThatIsCutShortIsReplaced() throws IOException {
    Path program = KubeletService.PLUGINS.resolve("podpass");
    chart.install(Map.of());
    try (FileChannel file = FileChannel.open(program, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(program) / 2);
    }

    ClusterNode.await("it is whole", () -> isWhole(program));

    assertThat(runs("replaced", PULLER, ECR)).isTrue();
  }

  private static boolean isWhole(Path program) {
    try {
      return Files.mismatch(program, BuiltPlugin.path()) == -1;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void whatARebootResetsIsPutBack() {
    chart.install(Map.of());
    chart.chart().stop();
    chart.reset();
    kubelet.restart();
    int restarts = kubelet.restarts();

    chart.install(Map.of());

    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    assertThat(runs("rebooted", PULLER, ECR)).isTrue();
  }

  @Test
  void aProgramThatRewritesTheFileDoesNotMakeKubeletFlap() throws IOException {
    ChartPod installer = chart.install(Map.of());
    String process = kubelet.process();
    chart.rewrite();
    ClusterNode.await("it is repaired at once", () -> ChartOnNode.isConfigured("podpass-acr"));
    for (int i = 0; i < 3; i++) {
      chart.rewrite();
      Passes.await(2);
    }

    assertThat(Passes.outcome()).isEqualTo("BACKING_OFF");
    assertThat(kubelet.process()).isEqualTo(process);
    Command.Result status = installer.status();
    assertThat(status.output()).contains("another program keeps changing");
    assertThat(status.status()).isEqualTo(78);
    assertThat(runs("rewritten", PULLER, ECR)).isTrue();
  }
}
