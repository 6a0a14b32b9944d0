// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the API server of a platform admits of the chart, and of what its pod asks for. */
abstract class NodeAdmissionScenarios extends NodeFaultScenarios {
  private static final String TAINT = "startup-taint.cluster-autoscaler.kubernetes.io/podpass";

  private static final String OF_THE_POOL = "{key: sku, value: gpu, effect: NoSchedule}";
  private static final String REFUSED =
      "the taint "
          + TAINT
          + " cannot be removed from node node-1:"
          + " https://127.0.0.1:6443/api/v1/nodes/node-1 answers HTTP 400: admission webhook"
          + " \"aks-node-validating-webhook.azmk8s.io\" denied the request: (UID: …) Taint delete"
          + " request \""
          + TAINT
          + "=:NoSchedule\" refused. User is attempting to delete a taint configured on aks node pool"
          + " \"pool1\".; hint: AKS lets nothing in the cluster remove a taint of a node pool: set it"
          + " as a node initialization taint instead; see docs/platforms/aks.md";

  /** As GKE admits pods of a system class. */
  @Test
  void itsPodsAreMadeOnlyWithItsQuota() {
    Map<String, Object> without =
        Map.of(
            "mode",
            "install",
            "image",
            Map.of("repository", "podpass.invalid/podpass"),
            "options",
            Map.of("providers", List.of("acr")),
            "resourceQuota",
            Map.of("create", false));

    assertThatThrownBy(() -> chart.chart().apply(without))
        .hasMessageContaining("insufficient quota to match these scopes")
        .hasMessageContaining("system-node-critical");
    chart.chart().delete();
    assertThat(chart.install(Map.of())).isNotNull();
  }

  /** By the values of the chart's own examples, each of which the API server takes as a whole. */
  @Test
  void itsNamespaceHasToAllowPrivilegedPods() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of(Kubelet.property("cluster.chart"), "ci"))) {
      for (Path values : examples.sorted().toList()) {
        JsonNode template = chart.chart().applyObjects(values);

        chart.chart().judge(template, "privileged");
        for (String level : List.of("baseline", "restricted")) {
          assertThatThrownBy(() -> chart.chart().judge(template, level))
              .as(values.toString())
              .hasMessageContaining("violates PodSecurity \\\"" + level + ":latest\\\"")
              .hasMessageContaining("host namespaces (hostNetwork=true, hostPID=true)")
              .hasMessageContaining("securityContext.privileged=true");
        }
        chart.chart().delete();
        System.out.println("   admitted, if privileged: " + values.getFileName());
      }
    }
  }

  /** As AKS protects the taints of a node pool, but no initialization taints. */
  @Test
  void aTaintThatAksProtectsIsNamedAtEachPassAndAnInitializationTaintIsRemoved()
      throws IOException {
    String authority = Files.readString(node.directory().resolve("pki/ca.crt"));
    try (var _ = new NamespaceController(node.api(), authority);
        AksNodeWebhook aks = AksNodeWebhook.on(node)) {
      node.taint("{key: %s, effect: NoSchedule}".formatted(TAINT), OF_THE_POOL);
      aks.pool("sku=gpu:NoSchedule", TAINT + "=:NoSchedule");

      ChartPod installer = chart.installWithTaint();
      ClusterNode.await("the refusal is named", () -> refusals(installer).size() > 1);

      System.out.println("   " + refusals(installer).getLast());
      assertThat(refusals(installer))
          .allMatch(line -> line.endsWith("see docs/platforms/aks.md"))
          .extracting(
              line -> line.replaceAll("UID: [0-9a-f-]+", "UID: …").replaceAll("^.*podpass: ", ""))
          .containsOnly(REFUSED);
      assertThat(node.taints()).containsExactly(TAINT, "sku");
      chart.assertPassesChangeNothing();
      assertThat(installer.status().status()).as("the node has podpass").isZero();

      aks.pool("sku=gpu:NoSchedule");
      ClusterNode.await("it is removed", () -> node.taints().equals(List.of("sku")));
      ClusterNode.await(
          "it is told",
          () -> installer.log().contains("removed the taint " + TAINT + " from node node-1"));
    } finally {
      node.taint();
    }
  }

  /** As docs/ecr.md has it: the annotation names a role of the namespace. */
  @Test
  void aRoleOfAnotherNamespaceIsRefusedByThePolicyOfThePage() throws IOException {
    String page =
        Files.readString(Path.of(Kubelet.property("cluster.chart"), "../../../docs/ecr.md"));
    int end = page.indexOf("```", page.indexOf("kind: ValidatingAdmissionPolicy\n"));
    String documents = page.substring(page.lastIndexOf("```yaml\n", end) + 8, end);
    List<JsonNode> policy = Chart.documents(documents);
    assertThat(policy).hasSize(2);
    node.createServiceAccount("team-b", "before", ChartOnNode.ROLE);
    policy.forEach(object -> node.api().apply(Chart.path(object), object.toString()));
    try {
      ClusterNode.await("the policy is in force", () -> isRefused("tried"));

      node.createServiceAccount("team-a", "of-the-namespace", ChartOnNode.ROLE);
      node.createServiceAccount("team-b", "without-a-role", Map.of());
    } finally {
      policy.forEach(object -> node.api().delete(Chart.path(object)));
    }
  }

  private static boolean isRefused(String name) {
    String path = "/api/v1/namespaces/team-b/serviceaccounts/" + name;
    try {
      node.createServiceAccount("team-b", name, ChartOnNode.ROLE);
      node.api().delete(path);
      return false;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("a service account's ECR role is that of its namespace");
      return true;
    }
  }

  private static List<String> refusals(ChartPod installer) {
    return installer
        .log()
        .lines()
        .filter(line -> line.contains("cannot be removed from node"))
        .toList();
  }

  /** Helm makes the policy that limits the patch of nodes behind the right to it. */
  @Test
  void anInstallerWhoMayMakeNoPolicyGrantsNothing() {
    String role = Chart.RBAC + "clusterroles/podpass-startup-taint";
    String policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    node.api().apply(Chart.RBAC + "clusterroles/installer", installer("get, list, watch, delete"));
    node.api()
        .apply(
            Chart.RBAC + "clusterrolebindings/installer",
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: installer}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: installer}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: installer}]
            """);

    assertThat(chart.installWithTaint("installer")).isNotZero();

    assertThat(node.api().find(role)).isEmpty();
    assertThat(node.api().find(role.replace("roles", "rolebindings"))).isEmpty();
    assertThat(chart.chart().uninstall()).isZero();
    node.api().apply(Chart.RBAC + "clusterroles/installer", installer("'*'"));
    assertThat(chart.installWithTaint("installer")).isZero();
    assertThat(node.api().find(role)).isPresent();
    assertThat(node.api().get(policies).at("/items").findValuesAsText("name"))
        .contains("podpass-startup-taint")
        .doesNotContain("podpass-startup-taint-trial");
    assertThat(chart.chart().uninstall()).isZero();
  }

  private static String installer(String ofPolicies) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: installer}
    rules:
      - {apiGroups: ['', apps, rbac.authorization.k8s.io], resources: ['*'], verbs: ['*']}
      - {apiGroups: [admissionregistration.k8s.io], resources: ['*'], verbs: [%s]}
    """
        .formatted(ofPolicies);
  }
}
