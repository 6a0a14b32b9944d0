// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The chart as an administrator installs it: rendered by Helm and taken by the API server. The
 * cluster has no controllers, so this makes the one pod of its DaemonSet, of the template and for
 * the node, and makes it anew when the template changes.
 */
final class Chart {
  private static final String NAMESPACE = "podpass-system";
  private static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final ApiServer api;
  private final Path directory;
  private final List<String> applied = new ArrayList<>();
  private Optional<ChartPod> pod = Optional.empty();
  private int made;

  Chart(ClusterNode node) {
    this.api = node.api();
    this.directory = node.directory();
    podSecurity("privileged");
  }

  /** Renders and applies it, and gives its pod, which has been created. */
  ChartPod apply(Map<String, Object> values) {
    return start(applyObjects(values(values)));
  }

  private ChartPod start(JsonNode template) {
    stop();
    ChartPod next = new ChartPod(api, directory, PODS + "/podpass-" + ++made);
    api.create(PODS, podOf(template, "podpass-" + made));
    pod = Optional.of(next);
    return next;
  }

  /** Has Helm change the release, or install it, and gives the pod of its DaemonSet. */
  ChartPod upgrade(Map<String, Object> values) {
    String chart = Kubelet.property("cluster.chart");
    return follow(helm("upgrade", chart, "--install", "--values=" + values(values)));
  }

  /** Has Helm bring back the revision before the last one. */
  ChartPod rollBack() {
    return follow(helm("rollback"));
  }

  private ChartPod follow(int status) {
    if (status != 0) {
      throw new IllegalStateException("Helm ended with status " + status);
    }
    String quotas = "/api/v1/namespaces/" + NAMESPACE + "/resourcequotas";
    for (JsonNode quota : api.get(quotas).path("items")) {
      count(quotas + "/" + quota.at("/metadata/name").asText(), quota);
    }
    String set = "/apis/apps/v1/namespaces/" + NAMESPACE + "/daemonsets/podpass";
    return start(api.get(set).at("/spec/template"));
  }

  /** Renders and applies all but its pod, whose template it gives. */
  JsonNode applyObjects(Path values) {
    JsonNode template = JSON.missingNode();
    for (JsonNode object : objects(values)) {
      String path = path(object);
      JsonNode taken = api.apply(path, object.toString());
      applied.add(path);
      String kind = object.path("kind").asText();
      if (kind.equals("ResourceQuota")) {
        count(path, taken);
      }
      boolean serves = object.at("/metadata/name").asText().endsWith("-metrics");
      template = kind.equals("DaemonSet") && !serves ? taken.at("/spec/template") : template;
    }
    return template;
  }

  /**
   * What the API server says to a pod of that template by a level of Pod Security, which it goes by
   * as soon as its cache has the namespace's label; nothing if it takes the pod.
   */
  String judge(JsonNode template, String level) {
    podSecurity(level);
    try {
      String judged = "PodSecurity \\\"" + level + ":latest\\\"";
      var said = new AtomicReference<>("");
      ClusterNode.await(
          "pods are judged by " + level,
          () -> {
            said.set(api.refusal(PODS + "?dryRun=All", podOf(template, "judged")));
            return level.equals("privileged") ? said.get().isEmpty() : said.get().contains(judged);
          });
      return said.get();
    } finally {
      podSecurity("privileged");
    }
  }

  private void podSecurity(String level) {
    api.apply(
        "/api/v1/namespaces/" + NAMESPACE,
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: %s
          labels: {pod-security.kubernetes.io/enforce: %s}
        """
            .formatted(NAMESPACE, level));
  }

  /** What it renders, without Helm's hooks and kinds that only an operator of Prometheus brings. */
  private List<JsonNode> objects(Path values) {
    String rendered =
        Command.run(
            Kubelet.property("cluster.helm"),
            "template",
            "podpass",
            Kubelet.property("cluster.chart"),
            "--namespace=" + NAMESPACE,
            "--values=" + values);
    return documents(rendered).stream()
        .filter(object -> !object.at("/metadata/annotations").has("helm.sh/hook"))
        .filter(object -> !object.path("apiVersion").asText().startsWith("monitoring.coreos.com/"))
        .toList();
  }

  /** The objects of a stream of YAML. */
  static List<JsonNode> documents(String yaml) {
    return Arrays.stream(yaml.split("(?m)^---$", -1))
        .map(Chart::read)
        .filter(object -> object.has("kind"))
        .toList();
  }

  /** Where the API has an object. */
  static String path(JsonNode object) {
    String version = object.path("apiVersion").asText();
    String namespace = object.at("/metadata/namespace").asText();
    String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    return (version.contains("/") ? "/apis/" : "/api/")
        + version
        + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
        + "/"
        + (kind + "s").replaceFirst("ys$", "ies")
        + "/"
        + object.at("/metadata/name").asText();
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
    return helm(
        "install",
        Kubelet.property("cluster.chart"),
        "--kube-as-user=" + user,
        "--values=" + values(values));
  }

  /** Has Helm remove what it has installed, and with it the pod. */
  int uninstall() {
    int status = helm("uninstall");
    stop();
    return status;
  }

  private int helm(String command, String... more) {
    List<String> line = new ArrayList<>(List.of(Kubelet.property("cluster.helm"), command));
    line.addAll(List.of("podpass", "--namespace=" + NAMESPACE));
    line.addAll(List.of("--kube-apiserver=https://127.0.0.1:6443", "--kube-token=conformance"));
    line.add("--kube-ca-file=" + directory.resolve("pki/ca.crt"));
    line.addAll(List.of(more));
    return Command.attempt(line).status();
  }

  private Path values(Map<String, Object> values) {
    try {
      Path file = directory.resolve("values.yaml");
      return Files.writeString(file, JSON.writeValueAsString(values)); // YAML too.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its scheduling is the choice of the node, and no proxy makes the address of a Service work. */
  static String podOf(JsonNode template, String name) {
    ObjectNode pod = template.deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("metadata").put("name", name);
    ObjectNode spec = pod.withObject("spec").put("nodeName", "node-1");
    for (JsonNode container : spec.withArray("containers")) {
      ArrayNode variables = ((ObjectNode) container).withArray("env");
      variables.addObject().put("name", "KUBERNETES_SERVICE_HOST").put("value", "127.0.0.1");
      variables.addObject().put("name", "KUBERNETES_SERVICE_PORT").put("value", "6443");
    }
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
