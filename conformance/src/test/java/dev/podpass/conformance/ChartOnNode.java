// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cluster's node with a vendor's kubelet, and the chart that puts podpass onto it. */
final class ChartOnNode implements AutoCloseable {
  /** A service account that may pull from ECR. */
  static final String PULLER = "ecr-puller";

  /** The annotation of one that may, with the role of team-a. */
  static final Map<String, String> ROLE =
      Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE);

  private final ClusterNode node;
  private final KubeletService kubelet;
  private final Chart chart;
  private final NodeSnapshot before;
  private final String flags;

  private ChartOnNode(ClusterNode node, KubeletService kubelet) {
    this.node = node;
    this.kubelet = kubelet;
    this.chart = new Chart(node);
    this.before = NodeSnapshot.take();
    this.flags = kubelet.flags();
    node.createServiceAccount("team-a", PULLER, ROLE);
    node.createServiceAccount("team-a", "gar-reader", Map.of());
    node.createServiceAccount("team-a", "app", Clouds.AZURE_IDENTITY);
  }

  static ChartOnNode start() {
    var started =
        new Object() {
          @Nullable KubeletService kubelet;
        };
    ClusterNode node =
        ClusterNode.start((directory, environment) ->
            started.kubelet = KubeletService.start(directory, environment));
    node.createNamespaces();
    return new ChartOnNode(node, Objects.requireNonNull(started.kubelet));
  }

  ClusterNode node() {
    return node;
  }

  KubeletService kubelet() {
    return kubelet;
  }

  Chart chart() {
    return chart;
  }

  /** Applies the chart with more options, and waits until podpass is as they want it. */
  ChartPod install(Map<String, Object> more) {
    ChartPod pod = apply(more);
    awaitInstalled();
    return pod;
  }

  /** Applies the chart with more options. */
  ChartPod apply(Map<String, Object> more) {
    return chart.apply(values("install", "", more));
  }

  /**
   * What Helm's status is when a user installs the chart, which is to remove a taint of the node.
   */
  int installWithTaint(String user) {
    return chart.install(user, withTaint());
  }

  /** Applies the chart so that it removes a taint of the node, and waits until podpass is on it. */
  ChartPod installWithTaint() {
    ChartPod pod = chart.apply(withTaint());
    awaitInstalled();
    return pod;
  }

  /** Applies the chart with a CA of the cluster, and waits until podpass is on the node. */
  void installWithTrustBundle(String name) {
    var _ = chart.apply(with("caBundle", Map.of("clusterTrustBundle", Map.of("name", name))));
    awaitInstalled();
  }

  private static Map<String, Object> withTaint() {
    return with("startupTaint", Map.of("enabled", true));
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> values = new HashMap<>(values("install", "", Map.of()));
    values.put(name, value);
    return values;
  }

  /** Applies the chart with the image of another version, and waits until that is installed. */
  void upgrade() {
    chart.apply(values("install", "next", Map.of()));
    awaitInstalled();
  }

  /** Removes podpass from the node, and the chart from the cluster. */
  void uninstall() {
    ChartPod pod = chart.apply(values("uninstall", "", Map.of()));
    ClusterNode.await("podpass is gone", pod::isRunning);
    chart.delete();
  }

  void awaitInstalled() {
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

  /** Asserts that podpass left nothing and that kubelet has its former flags. */
  void assertAsBefore() {
    assertThat(NodeSnapshot.take().files()).isEqualTo(before.files());
    assertThat(kubelet.flags()).isEqualTo(flags);
  }

  /** Asserts that the files are as before; podpass keeps its state while it is installed. */
  void assertVendorsFilesAsBefore() {
    assertThat(NodeSnapshot.take().ofTheVendor()).isEqualTo(before.files());
  }

  /** Asserts that the next passes write nothing and do not restart kubelet. */
  void assertPassesChangeNothing() {
    String process = kubelet.process();
    NodeSnapshot installed = NodeSnapshot.take();
    Passes.await(3);
    assertThat(kubelet.process()).isEqualTo(process);
    assertThat(NodeSnapshot.take().files()).isEqualTo(installed.files());
  }

  /** How many sessions AWS has given to the service account. */
  long sessions() {
    return node.clouds().aws().sessions().stream()
        .filter(session -> session.name().endsWith("." + PULLER))
        .count();
  }

  private static Map<String, Object> values(String mode, String tag, Map<String, Object> more) {
    Map<String, Object> options = new HashMap<>(more);
    options.put("providers", ClusterOptions.CLOUDS.split(",", -1));
    options.put("gar-audience", ExampleWorld.GCP_PROVIDER);
    options.put("interval", "1s");
    options.put("spread", "0s");
    return Map.of(
        "mode", mode,
        "image", Map.of("repository", "podpass.invalid/podpass", "tag", tag),
        "options", options);
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
