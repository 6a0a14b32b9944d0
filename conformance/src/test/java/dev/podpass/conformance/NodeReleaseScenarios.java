// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The chart's release in the hands of Helm, on a node whose stock entry pulls as the node. {@code
 * conformance/cluster/lifecycle.py} has it on many simulated nodes.
 */
abstract class NodeReleaseScenarios extends NodeAdmissionScenarios {
  private static final Map<String, Object> REPLACE = Map.of("replace", StockEntry.NAME);
  private static final String PRIVATE = "platform/podpass";
  private static final String NAMESPACE = "/api/v1/namespaces/podpass-system";

  @Test
  @Timeout(300)
  void noTransitionOfTheReleaseLosesAPull() {
    Map<String, Object> two =
        Map.of("replace", StockEntry.NAME, "providers", List.of("ecr", "acr"));
    Map<String, Object> first = Map.of("first", true);
    Map<String, Object> narrow = Map.of("rbac", Map.of("namespaces", List.of("team-a")));
    Map<String, Object> next = new HashMap<>(narrow);
    next.put("image", image("next"));
    try (var _ = new StockEntry(node, kubelet);
        Pulls pulls = new Pulls(node, kubelet, PULLER, ECR)) {
      step(
          pulls,
          "install, replace",
          () -> release(REPLACE, Map.of()),
          NodeReleaseScenarios::isReplaced);
      step(
          pulls, "add a provider", () -> release(two, Map.of()), () -> isConfigured("podpass-acr"));
      step(pulls, "roll back", chart::rollBack, () -> !isConfigured("podpass-acr"));
      step(
          pulls,
          "replace to first",
          () -> release(first, Map.of()),
          () -> isConfigured(StockEntry.NAME));
      step(pulls, "narrow", () -> release(first, narrow), Passes::isGood);
      step(pulls, "another version", () -> release(first, next), NodeReleaseScenarios::isNext);
      step(pulls, "the release is deleted", chart::uninstall, () -> true);
      step(
          pulls,
          "install again",
          () -> release(REPLACE, Map.of()),
          NodeReleaseScenarios::isReplaced);
      step(
          pulls,
          "everything back",
          () -> release(REPLACE, uninstall()),
          NodeReleaseScenarios::isGone);
      step(pulls, "the release is deleted", chart::uninstall, () -> true);
    }
  }

  private static void step(
      Pulls pulls, String what, Runnable change, BooleanSupplier nodeHasFollowed) {
    int before = pulls.count();
    int log = node.log().length();
    long begin = System.nanoTime();
    change.run();
    ClusterNode.await("the node follows: " + what, nodeHasFollowed);
    int followed = pulls.count();
    ClusterNode.await("two more pulls: " + what, () -> pulls.count() >= followed + 2);
    List<String> lost = pulls.lost(log);
    print("%s, %d pulls, %d lost".formatted(what, pulls.count() - before, lost.size()), begin);
    assertThat(lost).as(what).isEmpty();
  }

  /** As docs/everything-back.md has it, when podpass has pulled its own image before. */
  @Test
  @Timeout(300)
  void everythingGoesBackThoughEveryPullFailsAndItsImageIsPrivate() {
    push("podpass.invalid/podpass:next");
    String role = ExampleWorld.ROLE + "-of-podpass";
    Trust trust =
        new Trust(
            node.issuerUrl(),
            "system:serviceaccount:podpass-system:podpass",
            ExampleWorld.AUDIENCE);
    node.clouds()
        .aws()
        .iam()
        .put(Role.of(role).permitting(ExampleWorld.role().permissions()).trusting(trust));
    Map<String, Object> values = new HashMap<>();
    Map<String, String> annotation = Map.of("eks.amazonaws.com/ecr-role-arn", role);
    values.put("serviceAccount", Map.of("annotations", annotation));
    Map<String, Object> broken =
        Map.of("replace", StockEntry.NAME, "token-issuer", "https://other.example");
    try (var _ = new StockEntry(node, kubelet)) {
      assertThat(runs("as-before", PULLER, ECR)).isTrue();
      String operators = node.clouds().aws().passwords().getLast().value();
      release(REPLACE, values);
      ClusterNode.await("podpass replaces the stock entry", NodeReleaseScenarios::isReplaced);
      values.put("image", Map.of("repository", ClusterNode.ECR + "/" + PRIVATE, "tag", "1"));
      release(broken, values);
      ClusterNode.await("podpass is broken", () -> isConfigured("https://other.example"));
      Passes.await(2);
      assertThat(runs("broken", PULLER, ECR)).isFalse();

      values.putAll(uninstall());
      ChartPod refused = release(broken, values);
      if (node.verifiesImages()) {
        ClusterNode.await("its own image is refused", () -> cannotStart(refused));
        assertThat(isConfigured("podpass")).isTrue();
      }
      pullSecret(operators);
      values.put("imagePullSecrets", List.of(Map.of("name", "podpass-image")));
      long begin = System.nanoTime();
      release(broken, values);
      ClusterNode.await("podpass is gone", NodeReleaseScenarios::isGone);
      print("everything back by a pull secret", begin);
      assertThat(runs("back", PULLER, ECR)).isTrue();
      assertThat(chart.uninstall()).isZero();
    } finally {
      node.api().delete(NAMESPACE + "/secrets/podpass-image");
      // Kubelet would demand that credential for the same image by its other name.
      Command.run(
          "sh",
          "-c",
          "grep -l %s %s/kubelet/image_manager/pulled/* | xargs -r rm"
              .formatted(PRIVATE, node.directory()));
      kubelet.restart();
    }
  }

  /** Has an image that is on the node in the registry, which gives it to no one else. */
  private static void push(String image) {
    String name = "127.0.0.1:5000/" + PRIVATE + ":1";
    for (String words :
        List.of("tag " + image + " " + name, "push --plain-http " + name, "rm " + name)) {
      String socket = node.directory().resolve("containerd.sock").toString();
      Command.run("sh", "-c", "ctr -a " + socket + " -n k8s.io images " + words + " >/dev/null");
    }
  }

  private static void pullSecret(String password) {
    String login =
        "{\"auths\":{\"%s\":{\"username\":\"AWS\",\"password\":\"%s\"}}}"
            .formatted(ClusterNode.ECR, password);
    var _ =
        node.api()
            .create(
                NAMESPACE + "/secrets",
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: podpass-image}
                type: kubernetes.io/dockerconfigjson
                data: {.dockerconfigjson: %s}
                """
                    .formatted(
                        Base64.getEncoder()
                            .encodeToString(login.getBytes(StandardCharsets.UTF_8))));
  }

  private static boolean cannotStart(ChartPod pod) {
    return node.api()
        .get(pod.path())
        .at("/status/initContainerStatuses/0/state/waiting/reason")
        .asText()
        .matches("ErrImagePull|ImagePullBackOff");
  }

  private static Map<String, Object> uninstall() {
    return Map.of(
        "mode",
        "uninstall",
        "minReadySeconds",
        0,
        "updateStrategy",
        Map.of("maxUnavailable", "100%"));
  }

  private static ChartPod release(Map<String, Object> options, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>();
    all.put("providers", List.of("ecr"));
    all.put("interval", "1s");
    all.put("spread", "0s");
    all.putAll(options);
    Map<String, Object> values = new HashMap<>(Map.of("image", image(""), "options", all));
    values.putAll(more);
    return chart.upgrade(values);
  }

  private static boolean isReplaced() {
    return isConfigured("podpass-ecr") && !isConfigured(StockEntry.NAME) && Passes.isGood();
  }

  private static boolean isGone() {
    return isConfigured(StockEntry.NAME) && !isConfigured("podpass");
  }

  private static boolean isNext() {
    try {
      return Files.size(KubeletService.PLUGINS.resolve("podpass"))
          == Files.size(BuiltPlugin.path()) + 1;
    } catch (IOException _) {
      return false;
    }
  }
}
