// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;

/**
 * A pod with one container.
 *
 * @param pullPolicy as in Kubernetes
 * @param volume the image of a volume, whose program the container runs; empty for none
 */
record ClusterPod(
    String namespace,
    String name,
    String serviceAccount,
    String image,
    String pullPolicy,
    String volume) {
  private static final Set<String> FAILED = Set.of("ErrImagePull", "ImagePullBackOff");

  static ClusterPod of(String name, String serviceAccount, String image) {
    return new ClusterPod("team-a", name, serviceAccount, image, "Always", "");
  }

  ClusterPod inNamespace(String other) {
    return new ClusterPod(other, name, serviceAccount, image, pullPolicy, volume);
  }

  /** Pulls only what the node has not. */
  ClusterPod ifNotPresent() {
    return new ClusterPod(namespace, name, serviceAccount, image, "IfNotPresent", volume);
  }

  /** Runs what is in an image that is a volume. */
  ClusterPod withVolume(String reference) {
    return new ClusterPod(namespace, name, serviceAccount, image, pullPolicy, reference);
  }

  String path() {
    return "/api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  String yaml() {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      nodeName: node-1
      serviceAccountName: %s
      terminationGracePeriodSeconds: 1
      tolerations: [{operator: Exists}]
      containers:
      - name: app
        image: "%s"
        imagePullPolicy: %s
    """
            .formatted(name, serviceAccount, image, pullPolicy)
        + (volume.isEmpty() ? "" : volumeYaml());
  }

  private String volumeYaml() {
    return """
        command: [/model/bin/busybox, sleep, "1000000"]
        volumeMounts: [{name: model, mountPath: /model}]
      volumes: [{name: model, image: {pullPolicy: %s, reference: "%s"}}]
    """
        .formatted(pullPolicy, volume);
  }

  boolean isRunning(ApiServer api) {
    return container(api).at("/state").has("running");
  }

  String containerId(ApiServer api) {
    return container(api).path("containerID").asText();
  }

  boolean isSettled(ApiServer api) {
    JsonNode state = container(api).path("state");
    return state.has("running") || FAILED.contains(state.at("/waiting/reason").asText());
  }

  /** Its events and state in the API server, as a user sees them. */
  List<String> events(ApiServer api) {
    String path =
        "/api/v1/namespaces/%s/events?fieldSelector=involvedObject.name%%3D%s"
            .formatted(namespace, name);
    return api.get(path)
        .path("items")
        .valueStream()
        .map(event -> event.path("reason").asText() + ": " + event.path("message").asText())
        .toList();
  }

  private JsonNode container(ApiServer api) {
    return api.find(path())
        .map(pod -> pod.at("/status/containerStatuses/0"))
        .orElseGet(MissingNode::getInstance);
  }
}
