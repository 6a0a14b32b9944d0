// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A node whose kubelet has podpass, and the pods of one scenario on it. */
@SuppressWarnings("NullAway.Init")
abstract class ClusterFixture {
  static final Map<String, String> ROLE = Clouds.AWS_IDENTITY;

  static ClusterNode node;

  /** What the scenario has created. */
  final List<ClusterPod> pods = new ArrayList<>();

  @BeforeAll
  static void start() {
    node = ClusterNode.start();
    serviceAccount("own-puller", Map.of());
    System.out.println("   " + node.versions());
  }

  /** Else they would try to pull again and again. */
  @AfterEach
  void deletePods() {
    pods.forEach(node::delete);
    pods.clear();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static void serviceAccount(String name, Map<String, String> annotations) {
    node.createServiceAccount("team-a", name, annotations);
  }

  ClusterPod assertRuns(ClusterPod pod) {
    pods.add(pod);
    node.run(pod);
    assertThat(pod.isRunning(node.api())).as("%s", pod.events(node.api())).isTrue();
    return pod;
  }

  /**
   * The user sees a failed pull, and kubelet's log has the reason. Kubelet may try such a pod again
   * until it is deleted, so a count of its attempts says nothing.
   *
   * @return what the kubelet has logged meanwhile
   */
  String assertFails(ClusterPod pod, String... because) {
    String log = assertDoesNotRun(pod);
    assertThat(log).contains(because);
    log.lines()
        .filter(line -> line.contains(because[0]))
        .limit(1)
        .forEach(line -> System.out.println("   kubelet: " + line.strip()));
    return log;
  }

  /**
   * The user sees a failed pull.
   *
   * @return what the kubelet has logged meanwhile
   */
  String assertDoesNotRun(ClusterPod pod) {
    pods.add(pod);
    int begin = node.log().length();
    node.run(pod);
    assertThat(pod.isRunning(node.api())).isFalse();
    List<String> events = pod.events(node.api());
    assertThat(events).anyMatch(event -> event.startsWith("Failed: Failed to pull image"));
    events.stream()
        .filter(event -> event.startsWith("Failed: Failed to pull image"))
        .limit(1)
        .forEach(event -> System.out.println("   event: " + event));
    return node.log().substring(begin);
  }

  /** What is done while a static pod runs. */
  interface Meanwhile {
    void run() throws Exception;
  }

  /** Runs a pod without a service account, whose image is pulled as the node. */
  static void withStaticPod(String image, Meanwhile meanwhile) throws Exception {
    ClusterPod mirror = ClusterPod.of("static-node-1", "", image);
    Path manifest = node.directory().resolve("static-pods/static.yaml");
    Files.writeString(
        manifest,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: static, namespace: team-a}
        spec:
          hostNetwork: true
          terminationGracePeriodSeconds: 1
          containers:
          - {name: app, image: "%s", imagePullPolicy: Always}
        """
            .formatted(image));
    ClusterNode.await("the static pod runs", () -> mirror.isRunning(node.api()));
    System.out.println("   team-a/static-node-1: Running");
    meanwhile.run();
    Files.delete(manifest);
    ClusterNode.await("it is gone", () -> node.api().find(mirror.path()).isEmpty());
  }

  /** How many sessions AWS has given to a service account. */
  static long exchanges(String serviceAccount) {
    return node.clouds().aws().sessions().stream()
        .filter(session -> session.name().endsWith("." + serviceAccount))
        .count();
  }

  static int manifestsOf(String repository) {
    String path = "/v2/" + repository + "/manifests/";
    return (int)
        node.clouds().received().requestsTo(ClusterNode.ECR).stream()
            .filter(request -> request.path().startsWith(path))
            .count();
  }

  static String ecr(String repository) {
    return ClusterNode.ECR + "/" + repository + ":1";
  }

  static String gar() {
    return ClusterNode.ARTIFACT_REGISTRY + "/my-project/apps/api:1";
  }

  static String own() {
    return ClusterNode.OWN_REGISTRY + "/own/app:1";
  }

  static String stored() {
    return ExampleWorld.STORED_IMAGE + ":1";
  }

  static String zot() {
    return ClusterNode.ZOT + "/zot/app:1";
  }

  static String acr() {
    return ClusterNode.ACR + "/apps/api:1";
  }
}
