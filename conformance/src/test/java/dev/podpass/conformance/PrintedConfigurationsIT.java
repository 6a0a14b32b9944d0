// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A kubelet takes whatever {@code podpass config} prints, and runs what it says. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class PrintedConfigurationsIT {
  private static final List<String> IDS = List.of("ecr", "gar", "acr");
  private static final String ALL = String.join(",", IDS);
  private static final String POOL = "--gar-audience=";
  private static final List<String> CHOICES =
      List.of("ecr", "gar", "acr", "ecr,gar", "acr,ecr", "gar,acr", ALL);
  private static final List<String> OUTPUTS = List.of("--json=false", "--json");

  /** Options that change an entry. */
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("--without-token=node", "--without-identity=anonymous", "--deadline=20s"),
          List.of("--token-issuer=https://oidc.example.com/a", "--token-jwks=/etc/a jwks.json"),
          List.of("--ca-bundle=/etc/ca.pem", "--max-cache-duration=1h", "--log-level=debug"),
          List.of("--cache=on", "--cache-dir=/run/x", "--cache-per-pod=true"),
          List.of("--metrics-file=/run/m.prom"),
          List.of("--audit-log=/var/log/a.json"),
          List.of("--ecr-role-annotation=a.example/role,b.example/role"),
          List.of("--ecr-role-arn=" + ExampleWorld.ROLE),
          List.of("--ecr-session-policy=repository", "--ecr-pull-through=true"),
          List.of("--ecr-sts-endpoint=https://sts.example", "--ecr-api-endpoint=https://e.example"),
          List.of("--gar-audience=identitynamespace:p.svc.id.goog:https://gke.example.com/c"),
          List.of("--gar-service-account-annotation=a.example/sa"),
          List.of("--gar-service-account=" + ExampleWorld.GCP_SERVICE_ACCOUNT),
          List.of("--gar-require-annotation=a.example/allowed"),
          List.of("--acr-tenant-id=" + ExampleWorld.AZURE_TENANT),
          List.of("--acr-client-id-annotation=a.example/c", "--acr-azure-config=/etc/azure.json"));

  private final TestNode node;
  private final Manifest manifest = new Manifest().serviceAccount("app", Map.of());
  private final Manifest staticPod = new Manifest();

  PrintedConfigurationsIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
    String[] images = {ExampleWorld.IMAGE, ExampleWorld.GAR_IMAGE, ExampleWorld.ACR_IMAGE};
    manifest.pod("app", images);
    staticPod.staticPod(images);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void forEveryChoiceOfProviders() {
    for (String providers : CHOICES) {
      for (String output : OUTPUTS) {
        assertTaken(providers, List.of(), output);
      }
    }
  }

  @Test
  void withEveryOptionThatChangesThem() {
    for (List<String> options : OPTIONS) {
      OUTPUTS.forEach(output -> assertTaken(ALL, options, output));
    }
  }

  @Test
  void withNamesAndVariables() {
    String value = "a value: 'quoted', # and more";
    for (String output : OUTPUTS) {
      Configuration configuration =
          Configuration.of(ALL, "--name=cloud.images", "--env=ECHO=" + value, output);

      PullReport report = EchoPlugin.pull(node, configuration, manifest);

      assertThat(configuration.names())
          .containsExactly("cloud.images-ecr", "cloud.images-gar", "cloud.images-acr");
      assertThat(report.lookups())
          .hasSize(3)
          .allSatisfy(l -> assertThat(EchoPlugin.variables(l)).containsExactly(value));
    }
  }

  @Test
  void thatServeStaticPods() {
    assertThat(EchoPlugin.pull(node, Configuration.of(ALL), staticPod).execs()).isEqualTo(3);
  }

  /** Each plugin runs for its own image alone, with the arguments that were asked for. */
  private void assertTaken(String providers, List<String> arguments, String... options) {
    Configuration configuration =
        Configuration.of(
            providers,
            Stream.concat(arguments.stream(), Stream.of(options)).toArray(String[]::new));

    PullReport report = EchoPlugin.pull(node, configuration, manifest);

    assertThat(report.log()).isEmpty();
    for (int i = 0; i < IDS.size(); i++) {
      List<List<String>> runs = EchoPlugin.runs(report.lookups().get(i));
      if (providers.contains(IDS.get(i))) {
        assertThat(runs).as(configuration.document()).hasSize(1);
        assertThat(runs.getFirst())
            .containsExactlyInAnyOrderElementsOf(commandLine(IDS.get(i), arguments));
      } else {
        assertThat(runs).as(configuration.document()).isEmpty();
      }
    }
  }

  /** Its own arguments, and those that hold for each. */
  private static List<String> commandLine(String id, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of("podpass-" + id, "--provider=" + id));
    arguments.stream()
        .filter(argument ->
            argument.startsWith("--" + id + "-")
                || IDS.stream().noneMatch(other -> argument.startsWith("--" + other + "-")))
        .forEach(line::add);
    if (id.equals("gar") && arguments.stream().noneMatch(a -> a.startsWith(POOL))) {
      line.add(POOL + ExampleWorld.GCP_PROVIDER);
    }
    return line;
  }
}
