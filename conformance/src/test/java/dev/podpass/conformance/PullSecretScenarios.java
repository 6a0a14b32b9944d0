// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.aws.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The chart for pull secrets, with the values of {@code docs/platforms/closed.md} and two more
 * namespaces, on a node without podpass. The cluster has no controllers, so each run is a pod of a
 * CronJob's template.
 */
abstract class PullSecretScenarios extends OperatorFixture {
  private static final String NAMESPACES = "/api/v1/namespaces/";
  private static final String DATA = "/data/.dockerconfigjson";
  private static final String TEMPLATE = "/spec/jobTemplate/spec/template";
  private static final Pattern VALUES =
      Pattern.compile("(?m)^    ```yaml\n((?:(?!    ```).*\n)*)    ```$");
  private static final JsonMapper JSON = new JsonMapper();

  private int runs;

  @Test
  void podsPullWithTheSecretThatACronJobRenews() throws IOException {
    String image = ClusterNode.ECR + "/team-a/app:1";
    node.clouds().aws().iam().put(trusting("team-a", "team-c"));
    for (String namespace : List.of("team-a", "team-b", "team-c")) {
      shell("kubectl create namespace " + namespace);
      shell(
          "kubectl -n %s create configmap ca --from-file=ca.pem=%s"
              .formatted(namespace, node.clouds().caFile()));
    }
    shell("kubectl -n team-a create serviceaccount app");
    shell(
        "kubectl -n team-a patch serviceaccount app"
            + " -p '{\"imagePullSecrets\": [{\"name\": \"podpass-pull\"}]}'");
    apply();

    assertThat(podRuns("before", image)).isFalse();
    assertThat(run("team-a", "first")).isEqualTo("Succeeded");
    String first = secret();
    assertThat(
            node.api()
                .get(NAMESPACES + "team-a/secrets/podpass-pull")
                .at("/metadata/annotations")
                .path("podpass.dev/use-until")
                .asText())
        .isNotEmpty();
    assertThat(podRuns("after", image)).isTrue();

    assertThat(run("team-a", "second")).isEqualTo("Succeeded");
    assertThat(secret()).as("renewed").isNotEqualTo(first);
    assertThat(podRuns("renewed", image)).isTrue();
    assertOnlyItsOwnCanBeChanged();

    String renewed = secret();
    assertThat(run("team-b", "refused")).isEqualTo("Failed");
    assertThat(message("team-b", "refused", "initContainerStatuses"))
        .startsWith("podpass: ")
        .contains("AccessDenied");
    assertThat(node.api().find(NAMESPACES + "team-b/secrets/podpass-pull")).isEmpty();
    assertThat(secret()).as("what is there stays").isEqualTo(renewed);

    shell(
        "kubectl -n team-c create secret docker-registry podpass-pull --docker-server=a.example"
            + " --docker-username=me --docker-password=mine --dry-run=client -o yaml |"
            + " kubectl -n team-c apply --server-side --field-manager=another -f -");
    assertThat(run("team-c", "conflict")).isEqualTo("Failed");
    assertThat(message("team-c", "conflict", "containerStatuses"))
        .contains("conflict with \"another\"");
    shell("kubectl delete namespace team-b team-c --wait=false");
    shell("kubectl -n team-a delete secret podpass-pull");
  }

  /** The role, trusting these namespaces' accounts that pull, and no others. */
  private static Role trusting(String... namespaces) {
    Role role = ExampleWorld.role();
    for (String namespace : namespaces) {
      String subject = "system:serviceaccount:" + namespace + ":podpass-pull";
      role = role.trusting(new Trust(node.issuerUrl(), subject, ExampleWorld.AUDIENCE));
    }
    return role;
  }

  /** Applies what Helm renders, but for the Jobs, for which nobody makes pods here. */
  private static void apply() throws IOException {
    Path values = Files.writeString(node.directory().resolve("pull-secret.yaml"), values());
    String chart = PROJECT.resolve("deploy/pull-secret").toString();
    String rendered =
        Command.run(
            Kubelet.property("cluster.helm"), "template", "secrets", chart, "--values=" + values);
    for (JsonNode object : Chart.documents(rendered)) {
      switch (object.path("kind").asText()) {
        case "Job", "PrometheusRule" -> {}
        case "CronJob" -> {
          reachFakes((ObjectNode) object.at(TEMPLATE + "/spec"));
          node.api().apply(Chart.path(object), object.toString());
        }
        default -> node.api().apply(Chart.path(object), object.toString());
      }
    }
  }

  /** The page's values, with two more namespaces like the first. */
  private static String values() throws IOException {
    String page = Files.readString(PROJECT.resolve("docs/platforms/closed.md"));
    Matcher block = VALUES.matcher(page);
    assertThat(block.find()).isTrue();
    String values = block.group(1).replaceAll("(?m)^    ", "");
    String team = values.substring(values.indexOf("  - name: team-a"));
    String image = Kubelet.property("cluster.image");
    int tag = image.indexOf(':');
    return (values + team.replace("name: team-a", "name: team-b"))
            .concat(team.replace("name: team-a", "name: team-c"))
            .replace("mirror.example.com/podpass", image.substring(0, tag))
            .replace("\"0.1.0\"", image.substring(tag + 1))
            .replaceAll("[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com", ClusterNode.ECR)
            .replaceAll("arn:aws:iam::[0-9]+:role/[a-z-]+", ExampleWorld.ROLE)
        + "kubectl: registry.k8s.io/kubectl:test\n";
  }

  /** The chart has the clouds' own addresses and roots; these are the fakes' here. */
  private static void reachFakes(ObjectNode pod) throws IOException {
    pod.put("hostNetwork", true);
    pod.withArray("volumes")
        .add(JSON.readTree("{\"name\":\"ca\",\"configMap\":{\"name\":\"ca\"}}"));
    ObjectNode exchange = (ObjectNode) pod.at("/initContainers/0");
    exchange.withArray("volumeMounts").addObject().put("name", "ca").put("mountPath", "/ca");
    variable(exchange, "SSL_CERT_FILE", "/ca/ca.pem");
    ObjectNode apply = (ObjectNode) pod.at("/containers/0");
    variable(apply, "KUBERNETES_SERVICE_HOST", "127.0.0.1");
    variable(apply, "KUBERNETES_SERVICE_PORT", "6443");
  }

  private static void variable(ObjectNode container, String name, String value) {
    container.withArray("env").addObject().put("name", name).put("value", value);
  }

  /** Runs a pod as the CronJob's controllers would, and returns its phase at the end. */
  private static String run(String namespace, String name) {
    String job = "/apis/batch/v1/namespaces/" + namespace + "/cronjobs/podpass-pull";
    ObjectNode pod = node.api().get(job).at(TEMPLATE).deepCopy();
    pod.put("apiVersion", "v1").put("kind", "Pod");
    pod.withObject("metadata").put("name", name);
    pod.withObject("spec").put("nodeName", "node-1");
    long begin = System.nanoTime();
    node.api().create(NAMESPACES + namespace + "/pods", pod.toString());
    ClusterNode.await(
        name + " ends",
        () ->
            Set.of("Succeeded", "Failed").contains(at(namespace, name, "/status/phase").asText()));
    String phase = at(namespace, name, "/status/phase").asText();
    System.out.printf("   run %s: %s after %d ms%n", name, phase, millisSince(begin));
    return phase;
  }

  /** What {@code kubectl describe pod} shows of a container that failed. */
  private static String message(String namespace, String pod, String containers) {
    return at(namespace, pod, "/status/" + containers + "/0/state/terminated/message").asText();
  }

  private static JsonNode at(String namespace, String pod, String pointer) {
    return node.api().get(NAMESPACES + namespace + "/pods/" + pod).at(pointer);
  }

  private static String secret() {
    return node.api().get(NAMESPACES + "team-a/secrets/podpass-pull").at(DATA).asText();
  }

  private static void assertOnlyItsOwnCanBeChanged() {
    String own = " --as=system:serviceaccount:team-a:podpass-pull";
    shell("kubectl -n team-a auth can-i patch secret/podpass-pull" + own);
    for (String more :
        new String[] {
          "-n team-a get secret podpass-pull --as=system:serviceaccount:team-a:app",
          "-n team-b patch secret podpass-pull -p {}" + own,
          "-n team-a get secret podpass-pull" + own,
          "-n team-a patch secret other -p {}" + own,
          "-n team-a create secret generic podpass-pull" + own,
          "-n team-a get pods" + own
        }) {
      assertThat(operator.run("kubectl " + more).printed()).as(more).contains("orbidden");
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
