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
abstract class NodeAdmissionScenarios extends NodeEventScenarios {
  private static final String TAINT = "startup-taint.cluster-autoscaler.kubernetes.io/podpass";

  /** As GKE admits pods of a system class. */
  @Test
  void itsPodsAreMadeOnlyWithItsQuota() {
    Map<String, Object> without = valuesWith("resourceQuota", Map.of("create", false));

    assertThatThrownBy(() -> chart.apply(without))
        .hasMessageContaining("insufficient quota to match these scopes")
        .hasMessageContaining("system-node-critical");
    chart.delete();
    assertThat(install(Map.of())).isNotNull();
  }

  /** By the values of the chart and of {@code examples}, whose objects the API server takes. */
  @Test
  void itsNamespaceHasToAllowPrivilegedPods() throws IOException {
    Path chartValues = Path.of(Kubelet.property("cluster.chart"), "ci");
    try (Stream<Path> own = Files.list(chartValues);
        Stream<Path> examples = Files.list(OperatorFixture.PROJECT.resolve("examples"))) {
      Stream<Path> platforms =
          examples.filter(Files::isDirectory).map(folder -> folder.resolve("values.yaml"));
      for (Path values : Stream.concat(own, platforms).sorted().toList()) {
        JsonNode template = chart.applyObjects(values);

        for (String level : List.of("baseline", "restricted")) {
          assertThat(chart.judge(template, level))
              .as(values.toString())
              .contains("host namespaces (hostNetwork=true, hostPID=true)")
              .contains("securityContext.privileged=true");
        }
        assertThat(chart.judge(template, "privileged")).as(values.toString()).isEmpty();
        chart.delete();
        System.out.println("   admitted, if privileged: " + values);
      }
    }
  }

  /** By the right and within the policy that the chart gives it. */
  @Test
  void theStartupTaintIsRemovedAndNoOther() throws IOException {
    String authority = Files.readString(node.directory().resolve("pki/ca.crt"));
    try (var _ = new NamespaceController(node.api(), authority)) {
      node.taint(
          "{key: %s, effect: NoSchedule}".formatted(TAINT),
          "{key: sku, value: gpu, effect: NoSchedule}");

      ChartPod installer = installWith("startupTaint", Map.of("enabled", true));

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
    node.createServiceAccount("team-b", "before", Clouds.AWS_IDENTITY);
    policy.forEach(object -> node.api().apply(Chart.path(object), object.toString()));
    try {
      ClusterNode.await("the policy is in force", () -> isRefused("tried"));

      node.createServiceAccount("team-a", "of-the-namespace", Clouds.AWS_IDENTITY);
      node.createServiceAccount("team-b", "without-a-role", Map.of());
    } finally {
      policy.forEach(object -> node.api().delete(Chart.path(object)));
    }
  }

  private static boolean isRefused(String name) {
    String path = "/api/v1/namespaces/team-b/serviceaccounts/" + name;
    try {
      node.createServiceAccount("team-b", name, Clouds.AWS_IDENTITY);
      node.api().delete(path);
      return false;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("a service account's ECR role is that of its namespace");
      return true;
    }
  }

  /** Helm makes the policy that limits the patch of nodes, and its binding, behind the right. */
  @Test
  void anInstallerWhoMayMakeNoPolicyGrantsNothing() {
    String role = Chart.RBAC + "clusterroles/podpass-startup-taint";
    String policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
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

    Map<String, Object> withTaint = valuesWith("startupTaint", Map.of("enabled", true));
    for (String allowed : List.of("none", "validatingadmissionpolicies")) {
      node.api().apply(Chart.RBAC + "clusterroles/installer", installer(allowed));
      assertThat(chart.install("installer", withTaint)).as(allowed).isNotZero();

      assertThat(node.api().find(role)).isEmpty();
      assertThat(node.api().find(role.replace("roles", "rolebindings"))).isEmpty();
      assertThat(chart.uninstall()).isZero();
    }
    node.api().apply(Chart.RBAC + "clusterroles/installer", installer("'*'"));
    assertThat(chart.install("installer", withTaint)).isZero();
    assertThat(node.api().find(role)).isPresent();
    assertThat(node.api().get(policies).at("/items").findValuesAsText("name"))
        .contains("podpass-startup-taint")
        .doesNotContain("podpass-startup-taint-trial");
    assertThat(chart.uninstall()).isZero();
  }

  private static String installer(String makes) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: installer}
    rules:
      - {apiGroups: ['', apps, rbac.authorization.k8s.io], resources: ['*'], verbs: ['*']}
      - {apiGroups: [admissionregistration.k8s.io], resources: ['*'], verbs: [get, list, watch, delete]}
      - {apiGroups: [admissionregistration.k8s.io], resources: [%s], verbs: ['*']}
    """
        .formatted(makes);
  }
}
