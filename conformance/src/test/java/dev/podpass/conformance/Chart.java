// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chart as an administrator installs it: rendered by Helm and taken by the API server. The
 * cluster has no controllers, so this makes the one pod of its DaemonSet, of the template and for
 * the node, and makes it anew when the template changes.
 */
final class Chart {
  private static final String NAMESPACE = "podpass-system";
  private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final Map<String, String> PATHS =
      Map.of(
          "ServiceAccount", "/api/v1/namespaces/" + NAMESPACE + "/serviceaccounts/",
          "ResourceQuota", "/api/v1/namespaces/" + NAMESPACE + "/resourcequotas/",
          "DaemonSet", "/apis/apps/v1/namespaces/" + NAMESPACE + "/daemonsets/",
          "ClusterRole", RBAC + "clusterroles/",
          "ClusterRoleBinding", RBAC + "clusterrolebindings/");
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  private final ApiServer api;
  private final Path directory;
  private final List<String> applied = new ArrayList<>();
  private Optional<ChartPod> pod = Optional.empty();
  private int made;

  Chart(ClusterNode node) {
    this.api = node.api();
    this.directory = node.directory();
    api.create(
        "/api/v1/namespaces",
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: privileged}
        """
            .formatted(NAMESPACE));
  }

  /** Renders and applies it, and gives its pod, which has been created. */
  ChartPod apply(Map<String, Object> values) {
    JsonNode template = JSON.missingNode();
    for (String document : render(values).split("(?m)^---$", -1)) {
      JsonNode object = read(document);
      String kind = object.path("kind").asText();
      if (!kind.isEmpty()) {
        String path = PATHS.get(kind) + object.at("/metadata/name").asText();
        JsonNode taken = api.apply(path, document);
        applied.add(path);
        if (kind.equals("ResourceQuota")) {
          count(path, taken);
        }
        template = kind.equals("DaemonSet") ? taken.at("/spec/template") : template;
      }
    }
    stop();
    ChartPod next = new ChartPod(api, directory, PODS + "/podpass-" + ++made);
    api.create(PODS, podOf(template, "podpass-" + made));
    pod = Optional.of(next);
    return next;
  }

  /** What kube-controller-manager does for a quota, which this cluster has not. */
  private void count(String path, JsonNode quota) {
    String hard = quota.at("/spec/hard").toString();
    api.apply(
        path + "/status",
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: %s}
        status: {hard: %s, used: {pods: "0"}}
        """
            .formatted(path.substring(path.lastIndexOf('/') + 1), hard));
  }

  /** What {@code helm uninstall} does. */
  void delete() {
    stop();
    applied.stream().distinct().forEach(api::delete);
    applied.clear();
  }

  /** Has no pod any more, and leaves everything else. */
  void stop() {
    pod.ifPresent(ChartPod::delete);
    pod = Optional.empty();
  }

  /** What Helm's status is when a user installs it. */
  int install(String user, Map<String, Object> values) {
    return helm("install", Kubelet.property("cluster.chart"), "--kube-as-user=" + user, of(values));
  }

  /** Has Helm remove what it has installed. */
  int uninstall() {
    return helm("uninstall");
  }

  private int helm(String command, String... more) {
    List<String> line = new ArrayList<>(List.of(Kubelet.property("cluster.helm"), command));
    line.addAll(List.of("podpass", "--namespace=" + NAMESPACE));
    line.addAll(List.of("--kube-apiserver=https://127.0.0.1:6443", "--kube-token=conformance"));
    line.add("--kube-ca-file=" + directory.resolve("pki/ca.crt"));
    line.addAll(List.of(more));
    return Command.attempt(line.toArray(String[]::new)).status();
  }

  private String render(Map<String, Object> values) {
    return Command.run(
        Kubelet.property("cluster.helm"),
        "template",
        "podpass",
        Kubelet.property("cluster.chart"),
        "--namespace=" + NAMESPACE,
        of(values));
  }

  private String of(Map<String, Object> values) {
    try {
      Path file = directory.resolve("values.yaml");
      Files.writeString(file, JSON.writeValueAsString(values)); // YAML too.
      return "--values=" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its scheduling is the choice of the node. */
  private static String podOf(JsonNode template, String name) {
    ObjectNode pod = template.deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("metadata").put("name", name);
    pod.withObject("spec").put("nodeName", "node-1");
    return pod.toString();
  }

  private static JsonNode read(String document) {
    try {
      return YAML.readTree(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
