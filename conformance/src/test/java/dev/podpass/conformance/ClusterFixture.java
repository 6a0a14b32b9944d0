// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A node whose kubelet has podpass, and the pods of one scenario on it. */
@SuppressWarnings("NullAway.Init")
abstract class ClusterFixture {
  static final Map<String, String> ROLE =
      Map.of("eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE);

  static ClusterNode node;

  final PodTrials trials = new PodTrials(node);

  @BeforeAll
  static void start() {
    node = ClusterNode.start();
    serviceAccount("own-puller", Map.of());
    System.out.println("   " + node.versions());
  }

  /** Else they would try to pull again and again. */
  @AfterEach
  void deletePods() {
    trials.deletePods();
    System.out.printf(
        "   plugins ran so far: ecr %d, gar %d, acr %d%n",
        KubeletMetrics.execs("podpass-ecr"),
        KubeletMetrics.execs("podpass-gar"),
        KubeletMetrics.execs("podpass-acr"));
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
  }

  static void serviceAccount(String name, Map<String, String> annotations) {
    node.createServiceAccount("team-a", name, annotations);
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

  static String zot() {
    return ClusterNode.ZOT + "/zot/app:1";
  }

  static String acr() {
    return ClusterNode.ACR + "/apps/api:1";
  }
}
