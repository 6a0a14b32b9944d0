// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * A node with a vendor's kubelet, which has no podpass, and is as before when each scenario has
 * ended; and the chart that puts podpass onto it.
 */
@SuppressWarnings("NullAway.Init")
abstract class ChartFixture {
  /** A service account that may pull from ECR. */
  static final String PULLER = "ecr-puller";

  static final String ECR = ClusterNode.ECR + "/team-a/app:1";

  static ClusterNode node;
  static KubeletService kubelet;
  static Chart chart;
  private static NodeSnapshot before;
  private static String flags;

  final List<ClusterPod> pods = new ArrayList<>();

  @BeforeAll
  static void start() {
    node = ClusterNode.start(KubeletService::start);
    kubelet = new KubeletService(node);
    node.createNamespaces();
    node.createServiceAccount("team-a", PULLER, Clouds.AWS_IDENTITY);
    node.createServiceAccount("team-a", "gar-reader", Map.of());
    node.createServiceAccount("team-a", "app", Clouds.AZURE_IDENTITY);
    chart = new Chart(node);
    before = NodeSnapshot.take();
    flags = kubelet.flags();
    System.out.println("   " + node.versions());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Podpass leaves nothing, and kubelet has its former flags. */
  @AfterEach
  void theNodeIsAsBeforeWithoutPodpass() {
    pods.forEach(node::delete);
    long begin = System.nanoTime();
    ChartPod pod = chart.apply(values("uninstall", Map.of()));
    ClusterNode.await("podpass is gone", pod::isRunning);
    chart.delete();
    print("uninstalled", begin);
    assertThat(NodeSnapshot.take().files()).isEqualTo(before.files());
    assertThat(kubelet.flags()).isEqualTo(flags);
  }

  /** Applies the chart with more options, and waits until podpass is as they want it. */
  static ChartPod install(Map<String, Object> options) {
    ChartPod pod = apply(options);
    awaitInstalled();
    return pod;
  }

  /** Applies the chart with more options. */
  static ChartPod apply(Map<String, Object> options) {
    return chart.apply(values("install", options));
  }

  /** The same with another of the chart's values. */
  static ChartPod installWith(String name, Map<String, Object> value) {
    ChartPod pod = chart.apply(valuesWith(name, value));
    awaitInstalled();
    return pod;
  }

  /** The values of an installation, and another one. */
  static Map<String, Object> valuesWith(String name, Map<String, Object> value) {
    Map<String, Object> values = new HashMap<>(values("install", Map.of()));
    values.put(name, value);
    return values;
  }

  static Map<String, Object> image(String tag) {
    return Map.of("repository", "podpass.invalid/podpass", "tag", tag);
  }

  private static Map<String, Object> values(String mode, Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>(more);
    options.put("providers", ClusterKubelet.CLOUDS.split(",", -1));
    options.put("gar-audience", ExampleWorld.GCP_PROVIDER);
    options.put("interval", "1s");
    options.put("spread", "0s");
    return Map.of("mode", mode, "image", image(""), "options", options);
  }

  static void awaitInstalled() {
    Passes.await(1);
    ClusterNode.await("podpass is installed", () -> isConfigured("podpass-acr") && Passes.isGood());
  }

  /** Whether kubelet's configuration has a word in it. */
  static boolean isConfigured(String word) {
    try {
      return Files.readString(KubeletService.PROVIDERS).contains(word);
    } catch (IOException _) {
      return false;
    }
  }

  /** Asserts that the files are as before; podpass keeps its state while it is installed. */
  static void assertVendorsFilesAsBefore() {
    assertThat(NodeSnapshot.take().ofTheVendor()).isEqualTo(before.files());
  }

  /** Asserts that the next passes write nothing and do not restart kubelet. */
  static void assertPassesChangeNothing() {
    String process = kubelet.process();
    NodeSnapshot installed = NodeSnapshot.take();
    Passes.await(3);
    assertThat(kubelet.process()).isEqualTo(process);
    assertThat(NodeSnapshot.take().files()).isEqualTo(installed.files());
  }

  boolean runs(String name, String serviceAccount, String image) {
    pods.add(ClusterPod.of(name, serviceAccount, image));
    return node.run(pods.getLast()).isRunning(node.api());
  }

  static void print(String what, long begin) {
    System.out.printf("   %s: %d ms%n", what, (System.nanoTime() - begin) / 1_000_000);
  }
}
