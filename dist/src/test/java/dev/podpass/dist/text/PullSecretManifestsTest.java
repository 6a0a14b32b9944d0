// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.podpass.cli.Commands;
import dev.podpass.core.pull.Providers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifests of {@code deploy/pull-secret} agree with each other and with the program. */
class PullSecretManifestsTest {
  private static final Path DIRECTORY = Page.ROOT.resolve("deploy").resolve("pull-secret");
  private static final String NAME = "podpass-pull";

  @Test
  void theRoleIsForTheOneSecretThatTheCronJobFills() throws IOException {
    Map<?, ?> role = documents("role.yaml").getFirst();
    Map<?, ?> secret = documents("secret.yaml").getFirst();

    assertThat(role.get("kind")).isEqualTo("Role");
    assertThat(role.get("rules"))
        .isEqualTo(
            List.of(
                Map.of(
                    "apiGroups", List.of(""),
                    "resources", List.of("secrets"),
                    "resourceNames", List.of(NAME),
                    "verbs", List.of("get", "patch"))));
    assertThat(map(secret, "metadata").get("name")).isEqualTo(NAME);
    assertThat(secret.get("type")).isEqualTo("kubernetes.io/dockerconfigjson");
  }

  @Test
  void theCronJobRunsACommandOfPodpass() throws IOException {
    Map<?, ?> job = map(documents("cronjob.yaml").getFirst(), "spec");
    Map<?, ?> pod = map(map(map(map(job, "jobTemplate"), "spec"), "template"), "spec");
    Map<?, ?> exchange = first(pod, "initContainers");
    Map<?, ?> apply = first(pod, "containers");
    List<String> arguments = new ArrayList<>(List.of("pull-secret"));
    list(exchange, "args").forEach(argument -> arguments.add((String) argument));

    assertThatNoException()
        .isThrownBy(
            () -> Commands.tree(Providers.discover()).parseArgs(arguments.toArray(String[]::new)));
    assertThat(arguments).contains("--name=" + NAME);
    assertThat(job.get("concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(pod.get("serviceAccountName")).isEqualTo(NAME);
    assertThat(apply.get("args"))
        .asInstanceOf(LIST)
        .contains("--server-side", "--field-manager=podpass")
        .doesNotContain("--force-conflicts");
  }

  @Test
  void theBaseHasItsFilesAndDoesNotResetTheSecret() throws IOException {
    List<String> resources = new ArrayList<>();
    list(documents("kustomization.yaml").getFirst(), "resources")
        .forEach(file -> resources.add((String) file));

    assertThat(resources).isNotEmpty().doesNotContain("secret.yaml");
    assertThat(resources).allSatisfy(file -> assertThat(DIRECTORY.resolve(file)).exists());
  }

  private static Map<?, ?> map(Map<?, ?> parent, String name) {
    return (Map<?, ?>) requireNonNull(parent.get(name), name);
  }

  private static List<?> list(Map<?, ?> parent, String name) {
    return (List<?>) requireNonNull(parent.get(name), name);
  }

  private static Map<?, ?> first(Map<?, ?> parent, String name) {
    return (Map<?, ?>) list(parent, name).getFirst();
  }

  private static List<Map<?, ?>> documents(String file) throws IOException {
    List<Map<?, ?>> documents = new ArrayList<>();
    new Yaml(new SafeConstructor(new LoaderOptions()))
        .loadAll(Files.readString(DIRECTORY.resolve(file)))
        .forEach(document -> documents.add((Map<?, ?>) document));
    return documents;
  }
}
