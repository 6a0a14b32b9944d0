// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The pod of the chart's DaemonSet.
 *
 * @param directory the cluster's
 * @param path its own, in the API
 */
record ChartPod(ApiServer api, Path directory, String path) {
  private static final AtomicInteger EXECS = new AtomicInteger();

  /** Whether its main container runs. */
  boolean isRunning() {
    return container().at("/state").has("running");
  }

  /** Whether kubelet's probe has found it ready. */
  boolean isReady() {
    return container().path("ready").asBoolean();
  }

  /** What {@code podpass node status} says in it, as its readiness probe has it. */
  Command.Result status() {
    return exec("podpass", "node", "status", "--root=/host");
  }

  /** What its main container has printed. */
  String log() {
    String of = "podpass-system_" + path.substring(path.lastIndexOf('/') + 1) + "_*/podpass/*.log";
    return Command.run("sh", "-c", "cat " + directory.resolve("pod-logs").resolve(of));
  }

  private Command.Result exec(String... command) {
    ClusterNode.await("the API server knows its container", this::isRunning);
    String id = "test-" + EXECS.incrementAndGet();
    String socket = directory.resolve("containerd.sock").toString();
    List<String> line =
        List.of(
            "ctr", "-a", socket, "-n", "k8s.io", "task", "exec", "--exec-id", id, containerId());
    return Command.attempt(Stream.concat(line.stream(), Stream.of(command)).toList());
  }

  private String containerId() {
    return container().path("containerID").asText().replace("containerd://", "");
  }

  void delete() {
    api.deleteGracefully(path);
    ClusterNode.await("the chart's pod is gone", () -> api.find(path).isEmpty());
  }

  private JsonNode container() {
    return api.find(path)
        .map(pod -> pod.at("/status/containerStatuses/0"))
        .orElseGet(MissingNode::getInstance);
  }
}
