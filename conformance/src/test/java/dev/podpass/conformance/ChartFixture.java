// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A node that has no podpass, and is as before when each scenario has ended. */
@SuppressWarnings("NullAway.Init")
abstract class ChartFixture {
  static final String PULLER = ChartOnNode.PULLER;
  static final String ECR = ClusterNode.ECR + "/team-a/app:1";

  static ChartOnNode chart;
  static ClusterNode node;
  static KubeletService kubelet;

  final List<ClusterPod> pods = new ArrayList<>();

  @BeforeAll
  static void start() {
    chart = ChartOnNode.start();
    node = chart.node();
    kubelet = chart.kubelet();
    System.out.println("   " + node.versions());
  }

  @AfterAll
  static void stop() throws IOException {
    chart.close();
  }

  @AfterEach
  void theNodeIsAsBeforeWithoutPodpass() {
    pods.forEach(node::delete);
    long begin = System.nanoTime();
    chart.uninstall();
    print("uninstalled", begin);
    chart.assertAsBefore();
  }

  boolean runs(String name, String serviceAccount, String image) {
    pods.add(ClusterPod.of(name, serviceAccount, image));
    return node.run(pods.getLast()).isRunning(node.api());
  }

  static void print(String what, long begin) {
    System.out.printf("   %s: %d ms%n", what, (System.nanoTime() - begin) / 1_000_000);
  }
}
