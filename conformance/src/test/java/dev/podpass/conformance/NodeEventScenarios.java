// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Events of the chart, as the API server takes them from its container, and from a thief. */
abstract class NodeEventScenarios extends ChartFixture {
  private static final String REASON = "ImagePullCredentialFailed";
  private static final String SERVICE_ACCOUNT =
      "/api/v1/namespaces/podpass-system/serviceaccounts/podpass/token";

  @Test
  @Timeout(300)
  void aPodWithoutACredentialHasTheReasonAndNoForgedOne() throws IOException {
    String others = ExampleWorld.ROLE + "-of-others";
    Trust trust =
        new Trust(node.issuerUrl(), "system:serviceaccount:others:*", ExampleWorld.AUDIENCE);
    Role role = Role.of(others).permitting(ExampleWorld.role().permissions()).trusting(trust);
    node.clouds().aws().iam().put(role);
    account("wrong-role", Map.of("eks.amazonaws.com/ecr-role-arn", others + "-missing"));
    account("no-identity", Map.of());
    account("wrong-trust", Map.of("eks.amazonaws.com/ecr-role-arn", others));
    String authority = Files.readString(node.directory().resolve("pki/ca.crt"));
    try (var _ = new NamespaceController(node.api(), authority)) {
      ChartPod installer = installWith("events", Map.of("enabled", true));
      ClusterNode.await("its containers run", () -> areRunning(installer));

      assertHasEvent("wrong-role", "denied, AccessDenied (HTTP 403); hint: ");
      assertHasEvent("no-identity", "no identity; hint: ");
      assertHasEvent("wrong-trust", "denied, AccessDenied (HTTP 403); hint: ");
      assertDescribed("wrong-role");
      assertForgedOnesAreRefused(installer);
      assertAnOutageIsOneOnTheNode();
    }
  }

  private static void account(String name, Map<String, String> annotations) {
    node.createServiceAccount("team-a", name, annotations);
  }

  private static boolean areRunning(ChartPod pod) {
    List<JsonNode> containers =
        node.api().get(pod.path()).at("/status/containerStatuses").valueStream().toList();
    return containers.size() == 2
        && containers.stream().allMatch(it -> it.path("state").has("running"));
  }

  private void assertHasEvent(String name, String note) {
    assertThat(runs(name, name, ECR)).isFalse();
    long begin = System.nanoTime();
    ClusterPod pod = pods.getLast();
    ClusterNode.await(
        name + " has an Event",
        () -> pod.events(node.api()).stream().anyMatch(it -> it.startsWith(REASON)));
    print("from the failed pull to the Event of " + name, begin);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    List<JsonNode> events = events("team-a", name);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().path("note").asText())
        .startsWith("no credential for " + ECR.replaceFirst(":1$", "") + ": " + note);
    System.out.println("   event: " + events.getFirst().path("note").asText());
    assertThat(events.getFirst().at("/regarding/uid").asText())
        .isEqualTo(node.api().get(pod.path()).at("/metadata/uid").asText());
  }

  private static List<JsonNode> events(String namespace, String regarding) {
    return node.api()
        .get(path(namespace))
        .path("items")
        .valueStream()
        .filter(event -> event.path("reason").asText().equals(REASON))
        .filter(event -> event.at("/regarding/name").asText().equals(regarding))
        .toList();
  }

  private static String path(String namespace) {
    return "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events";
  }

  private static void assertDescribed(String pod) {
    if (!Files.isExecutable(Path.of("/usr/bin/kubectl"))) {
      System.out.println("   NOT TESTED: kubectl describe pod: there is no kubectl here");
      return;
    }
    String described =
        Command.run(
            "kubectl",
            "--server=https://127.0.0.1:6443",
            "--token=conformance",
            "--certificate-authority=" + node.directory().resolve("pki/ca.crt"),
            "--namespace=team-a",
            "describe",
            "pod",
            pod);
    assertThat(described)
        .containsPattern("Warning +" + REASON + " .* podpass.* denied, AccessDenied .*hint: ");
  }

  private void assertForgedOnesAreRefused(ChartPod installer) {
    JsonNode real = events("team-a", "wrong-role").getFirst();
    ApiServer thief = node.api().as(token(installer));
    var _ = thief.create(path("team-a"), like(real, it -> it).toString());

    assertRefused(thief, real, it -> it.put("reason", "Pulled"), "no Event but " + REASON);
    assertRefused(thief, real, it -> it.put("type", "Normal"), "no Event but " + REASON);
    assertRefused(
        thief, real, it -> it.put("reportingInstance", "node-2"), "in the name of another node");
    assertRefused(
        thief,
        real,
        it -> {
          it.withObject("regarding").put("kind", "Node").put("name", "node-2").remove("namespace");
          return it;
        },
        "but on a pod and on its own node");
    JsonNode elsewhere =
        node.api()
            .create(
                "/api/v1/namespaces/team-a/pods",
                ClusterPod.of("elsewhere", "app", ECR).yaml().replace("node-1", "node-2"));
    try {
      assertRefused(
          thief,
          real,
          it -> {
            it.withObject("regarding")
                .put("name", "elsewhere")
                .put("uid", elsewhere.at("/metadata/uid").asText());
            return it;
          },
          "on a pod of another node");
    } finally {
      node.api().delete("/api/v1/namespaces/team-a/pods/elsewhere");
    }
    // Such a token has no node, so both policies refuse it, and the API server quotes either.
    assertRefused(node.api().as(token("{}")), real, it -> it, "podpass writes no Event");
    String written = path("team-a") + "/" + real.at("/metadata/name").asText();
    assertThatThrownBy(() -> thief.replace(written, real.toString()))
        .hasMessageContaining("cannot update resource");
    assertThatThrownBy(() -> thief.get(path("team-a"))).hasMessageContaining("cannot list");
  }

  private static void assertRefused(
      ApiServer thief, JsonNode real, UnaryOperator<ObjectNode> change, String why) {
    ObjectNode forged = like(real, change);
    String path = path(forged.at("/metadata/namespace").asText());
    ClusterNode.await(
        "it is refused: " + why, () -> thief.refusal(path, forged.toString()).contains(why));
  }

  private static ObjectNode like(JsonNode real, UnaryOperator<ObjectNode> change) {
    ObjectNode event = change.apply(real.deepCopy());
    String namespace = event.at("/regarding/kind").asText().equals("Node") ? "default" : "team-a";
    event.putObject("metadata").put("generateName", "forged-").put("namespace", namespace);
    return event;
  }

  private static String token(ChartPod pod) {
    String uid = node.api().get(pod.path()).at("/metadata/uid").asText();
    String name = pod.path().substring(pod.path().lastIndexOf('/') + 1);
    return token(
        "{boundObjectRef: {apiVersion: v1, kind: Pod, name: %s, uid: %s}}".formatted(name, uid));
  }

  private static String token(String spec) {
    return node.api()
        .create(
            SERVICE_ACCOUNT,
            "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: %s}".formatted(spec))
        .at("/status/token")
        .asText();
  }

  private void assertAnOutageIsOneOnTheNode() {
    node.clouds().misbehave(ClusterNode.STS, Faults.status(503));
    try {
      for (int i = 0; i < 4; i++) {
        ClusterPod pod = ClusterPod.of("outage-" + i, PULLER, ECR);
        pods.add(pod);
        node.create(pod);
      }
      for (ClusterPod pod : pods) {
        ClusterNode.await(pod.name() + " cannot run", () -> pod.isSettled(node.api()));
      }
      ClusterNode.await("the node has an Event", () -> !events("default", "node-1").isEmpty());
    } finally {
      node.clouds().behave();
    }
    assertThat(events("default", "node-1"))
        .singleElement()
        .satisfies(event ->
            assertThat(event.path("note").asText())
                .isEqualTo(
                    "no credentials of the provider ecr: unavailable, HTTP 503; kubelet tries"
                        + " again"));
    for (int i = 0; i < 4; i++) {
      assertThat(events("team-a", "outage-" + i)).isEmpty();
    }
  }
}
