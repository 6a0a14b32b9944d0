// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
}
