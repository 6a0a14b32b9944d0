// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/platforms/closed.md}, followed for one namespace of a node without podpass: its
 * overlay of {@code deploy/pull-secret}, applied by the real kubectl. The cluster has no
 * controllers, so each run is a pod of the CronJob's template.
 */
abstract class PullSecretScenarios extends OperatorFixture {
  private static final String SECRET = "/api/v1/namespaces/team-a/secrets/podpass-pull";
  private static final String DATA = "/data/.dockerconfigjson";
  private static final String CRON_JOB = "/apis/batch/v1/namespaces/team-a/cronjobs/podpass-pull";
  private static final String PODS = "/api/v1/namespaces/team-a/pods";
  private static final Pattern OVERLAY =
      Pattern.compile("(?m)^    ```yaml\n((?:(?!    ```).*\n)*)    ```$");

  /** The page's overlay has the clouds' own addresses and roots; these are the fakes' here. */
  private static final String MORE =
      """
      - target: {kind: CronJob, name: podpass-pull}
        patch: |
          - op: add
            path: /spec/jobTemplate/spec/template/spec/hostNetwork
            value: true
          - op: add
            path: /spec/jobTemplate/spec/template/spec/volumes/-
            value: {name: ca, configMap: {name: ca}}
          - op: add
            path: /spec/jobTemplate/spec/template/spec/initContainers/0/volumeMounts/-
            value: {name: ca, mountPath: /ca}
          - op: add
            path: /spec/jobTemplate/spec/template/spec/initContainers/0/env/-
            value: {name: SSL_CERT_FILE, value: /ca/ca.pem}
          - op: add
            path: /spec/jobTemplate/spec/template/spec/containers/0/env
            value:
            - {name: KUBERNETES_SERVICE_HOST, value: "127.0.0.1"}
            - {name: KUBERNETES_SERVICE_PORT, value: "6443"}
      """;

  private int runs;

  @Test
  void podsPullWithTheSecretThatACronJobRenews() throws IOException {
    String image = ClusterNode.ECR + "/team-a/app:1";
    trust("podpass-pull");
    shell("kubectl create namespace team-a");
    shell("kubectl -n team-a create configmap ca --from-file=ca.pem=" + node.clouds().caFile());
    shell("kubectl -n team-a create serviceaccount app");
    shell(
        "kubectl -n team-a patch serviceaccount app"
            + " -p '{\"imagePullSecrets\": [{\"name\": \"podpass-pull\"}]}'");
    Path closed = Files.createDirectory(node.directory().resolve("closed"));
    Files.createSymbolicLink(closed.resolve("podpass"), PROJECT.toRealPath());
    shell(
        "kubectl -n team-a apply --server-side --field-manager=podpass"
            + " -f closed/podpass/deploy/pull-secret/secret.yaml");
    Path overlay = Files.createDirectory(closed.resolve("overlay"));
    Files.writeString(overlay.resolve("kustomization.yaml"), overlay());
    shell("kubectl apply -k closed/overlay");
    String empty = secret();

    assertThat(podRuns("before", image)).isFalse();
    assertThat(run("first")).isEqualTo("Succeeded");
    String first = secret();
    assertThat(first).isNotEqualTo(empty);
    assertThat(
            node.api()
                .get(SECRET)
                .at("/metadata/annotations")
                .path("podpass.dev/use-until")
                .asText())
        .isNotEmpty();
    assertThat(podRuns("after", image)).isTrue();

    assertThat(run("second")).isEqualTo("Succeeded");
    assertThat(secret()).as("renewed").isNotEqualTo(first);
    assertThat(podRuns("renewed", image)).isTrue();
    assertOthersMayNotReadIt();

    trust("another");
    String renewed = secret();
    assertThat(run("refused")).isEqualTo("Failed");
    assertThat(message("refused", "initContainerStatuses"))
        .startsWith("podpass: ")
        .contains("AccessDenied");
    assertThat(secret()).as("what is there stays").isEqualTo(renewed);

    trust("podpass-pull");
    shell(
        "kubectl -n team-a create secret docker-registry podpass-pull --docker-server=a.example"
            + " --docker-username=me --docker-password=mine --dry-run=client -o yaml |"
            + " kubectl -n team-a apply --server-side --field-manager=another --force-conflicts -f -");
    String ofAnother = secret();
    assertThat(run("conflict")).isEqualTo("Failed");
    assertThat(message("conflict", "containerStatuses")).contains("conflict with \"another\"");
    assertThat(secret()).isEqualTo(ofAnother);
    shell("kubectl delete -k closed/overlay; kubectl -n team-a delete secret podpass-pull");
  }

  private static String overlay() throws IOException {
    String page = Files.readString(PROJECT.resolve("docs/platforms/closed.md"));
    Matcher block = OVERLAY.matcher(page);
    assertThat(block.find()).isTrue();
    String overlay = block.group(1).replaceAll("(?m)^    ", "");
    String podpass = Kubelet.property("cluster.image");
    return overlay
            .replace("mirror.example.com/podpass", podpass.substring(0, podpass.indexOf(':')))
            .replace("newTag: \"0.1.0\"", "newTag: " + podpass.substring(podpass.indexOf(':') + 1))
            .replaceFirst("newTag: v1[0-9.]+", "newTag: test")
            .replaceAll("[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com", ClusterNode.ECR)
            .replaceAll("arn:aws:iam::[0-9]+:role/[a-z-]+", ExampleWorld.ROLE)
        + MORE;
  }

  /** Runs a pod as the CronJob's controllers would, and returns its phase at the end. */
  private String run(String name) {
    ObjectNode pod = node.api().get(CRON_JOB).at("/spec/jobTemplate/spec/template").deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("metadata").put("name", name);
    pod.withObject("spec").put("nodeName", "node-1");
    long begin = System.nanoTime();
    node.api().create(PODS, pod.toString());
    ClusterNode.await(
        name + " ends",
        () -> Set.of("Succeeded", "Failed").contains(at(name, "/status/phase").asText()));
    String phase = at(name, "/status/phase").asText();
    System.out.printf("   run %s: %s after %d ms%n", name, phase, millisSince(begin));
    return phase;
  }

  /** What {@code kubectl describe pod} shows of a container that failed. */
  private static String message(String pod, String containers) {
    return at(pod, "/status/" + containers + "/0/state/terminated/message").asText();
  }

  private static JsonNode at(String pod, String pointer) {
    return node.api().get(PODS + "/" + pod).at(pointer);
  }

  private static String secret() {
    return node.api().get(SECRET).at(DATA).asText();
  }

  private static void assertOthersMayNotReadIt() {
    for (String other : new String[] {"team-b:podpass-pull", "team-a:app"}) {
      assertThat(
              operator
                  .run(
                      "kubectl -n team-a get secret podpass-pull --as=system:serviceaccount:"
                          + other)
                  .printed())
          .contains("Forbidden");
    }
    String own = " --as=system:serviceaccount:team-a:podpass-pull";
    shell("kubectl -n team-a get secret podpass-pull" + own);
    for (String more : new String[] {"get secret other", "get secrets", "get pods"}) {
      assertThat(operator.run("kubectl -n team-a " + more + own).printed()).contains("Forbidden");
    }
  }

  private boolean podRuns(String name, String image) {
    ClusterPod pod = node.run(ClusterPod.of(name + "-" + ++runs, "app", image));
    boolean runs = pod.isRunning(node.api());
    node.delete(pod);
    return runs;
  }

  private static void shell(String command) {
    var result = operator.run(command);
    assertThat(result.status()).as(result.printed()).isZero();
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }
}
