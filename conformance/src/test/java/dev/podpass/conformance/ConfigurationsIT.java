// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kubelet takes whatever {@code podpass config} prints, in a file or a directory, and runs it. */
class ConfigurationsIT extends KubeletFixture {
  private static final List<String> IDS = List.of("ecr", "gar", "acr");
  private static final String ALL = String.join(",", IDS);
  private static final String POOL = "--gar-audience=";
  private static final String VALUES = "0178aefxXobBnyNYEi_+-. ~:#'&*!{}[],";
  private static final List<String> OUTPUTS = List.of("--json=false", "--json");

  /** Options that change each entry. */
  private static final List<String> OF_ALL =
      List.of(
          "--without-token=node",
          "--without-identity=anonymous",
          "--deadline=20s",
          "--token-issuer=https://oidc.example.com/a",
          "--token-jwks=/etc/a jwks.json",
          "--ca-bundle=/etc/ca.pem",
          "--max-cache-duration=1h",
          "--log-level=debug",
          "--cache=on",
          "--cache-dir=/run/x",
          "--cache-per-pod=true",
          "--metrics-file=/run/m.prom",
          "--audit-log=/var/log/a.json",
          "--ecr-role-arn=" + ExampleWorld.ROLE,
          "--gar-service-account=" + ExampleWorld.GCP_SERVICE_ACCOUNT,
          "--acr-tenant-id=" + ExampleWorld.AZURE_TENANT);

  /** Options that change one, which asks for a service account. */
  private static final List<String> OF_ONE =
      List.of(
          "--ecr-role-annotation=a.example/role,b.example/role",
          "--ecr-session-policy=repository",
          "--ecr-pull-through=true",
          "--ecr-sts-endpoint=https://sts.example",
          "--ecr-api-endpoint=https://e.example",
          "--gar-audience=identitynamespace:p.svc.id.goog:https://gke.example.com/c",
          "--gar-service-account-annotation=a.example/sa",
          "--gar-require-annotation=a.example/allowed",
          "--acr-client-id-annotation=a.example/c",
          "--acr-azure-config=/etc/azure.json");

  /** As nodeadm writes it for kubelet 1.36. */
  private static final String NODEADM =
      """
      {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig", "providers": [
        {"name": "ecr-credential-provider", "matchImages": ["*.dkr.ecr.*.amazonaws.com"],
         "defaultCacheDuration": "12h", "apiVersion": "credentialprovider.kubelet.k8s.io/v1"}]}
      """;

  private static final String STOCK_PLUGIN =
      """
      #!/bin/sh
      cat > /dev/null
      echo '{"apiVersion":"credentialprovider.kubelet.k8s.io/v1","kind":"CredentialProviderResponse",
        "cacheKeyType":"Image","auth":{"%s":{"username":"AWS","password":"of-the-node"}}}'
      """
          .formatted(ExampleWorld.IMAGE.replaceFirst("/.*", ""));

  private static final String[] IMAGES = {
    ExampleWorld.IMAGE, ExampleWorld.GAR_IMAGE, ExampleWorld.ACR_IMAGE
  };

  /** The annotations of one service account, which has an identity in each cloud. */
  private final Map<String, String> annotations = new HashMap<>(Clouds.AZURE_IDENTITY);

  ConfigurationsIT() {
    annotations.putAll(Clouds.AWS_IDENTITY);
  }

  @Test
  void forEveryChoiceOfProviders() {
    for (String providers : List.of("ecr", "gar", "acr,ecr", ALL)) {
      OUTPUTS.forEach(output -> assertTaken(providers, List.of(), output));
    }
  }

  @Test
  void withEveryOptionThatChangesThem() {
    for (List<String> options : List.of(OF_ALL, OF_ONE)) {
      OUTPUTS.forEach(output -> assertTaken(ALL, options, output));
    }
  }

  @Test
  void withNamesAndVariables() {
    String value = "a value: 'quoted', # and more";
    for (String output : OUTPUTS) {
      Configuration configuration =
          Configuration.of(ALL, "--name=cloud.images", "--env=ECHO=" + value, output);

      PullReport report = EchoPlugin.pull(node, configuration, pods());

      assertThat(configuration.names())
          .containsExactly("cloud.images-ecr", "cloud.images-gar", "cloud.images-acr");
      assertThat(report.lookups())
          .hasSize(3)
          .allSatisfy(l -> assertThat(EchoPlugin.variables(l)).containsExactly(value));
    }
  }

  /** Without quotes, kubelet takes many of these for numbers or booleans, and does not start. */
  @Test
  void withValuesOfEveryForm() {
    Random random = new Random(1);
    List<String> values = new ArrayList<>(List.of("y", "N", "0o17", "08", "0_x1", "5e_33", "-_4"));
    while (values.size() < 600) {
      values.add(
          random
              .ints(random.nextLong(6), 0, VALUES.length())
              .mapToObj(at -> VALUES.substring(at, at + 1))
              .collect(Collectors.joining()));
    }
    List<String> options =
        IntStream.range(0, values.size())
            .mapToObj(i -> "--env=ECHO" + (i + 1) + "=" + values.get(i))
            .toList();

    Configuration configuration = Configuration.of("ecr", options.toArray(String[]::new));

    assertThat(EchoPlugin.pull(node, configuration, pods()).lookups().getFirst())
        .extracting(EchoPlugin::variables, LIST)
        .isEqualTo(values);
  }

  @Test
  void thatServeStaticPods() {
    Manifest staticPod = new Manifest().staticPod(IMAGES);

    assertThat(EchoPlugin.pull(node, Configuration.of(ALL), staticPod).execs()).isEqualTo(3);
  }

  /** One file for each provider, in a directory. */
  @Test
  void ofAllProvidersStandBesideEachOther() throws IOException {
    Path directory = Files.createDirectory(node.clouds().directory().resolve("providers"));
    for (String provider : List.of("ecr", "gar", "acr")) {
      Configuration configuration = Configuration.of(provider);
      Files.writeString(directory.resolve(provider + ".yaml"), configuration.document());
      configuration.names().forEach(node::link);
    }

    PullReport report = node.run(directory, pods());

    assertThat(report.lookups()).hasSize(3).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.plugins())
        .extracting(PullReport.Usage::name)
        .containsExactlyInAnyOrder("podpass-ecr", "podpass-gar", "podpass-acr");
  }

  /**
   * The directory form on EKS: nodeadm writes config.json alone, at each boot, and podpass's file
   * is read first. For pods without a role the stock plugin's credential remains.
   */
  @Test
  void standsBesideTheFileOfNodeadmInItsDirectory() throws IOException {
    Path directory = Files.createDirectory(node.clouds().directory().resolve("providers"));
    Path stock = node.write("stock", STOCK_PLUGIN);
    assertThat(stock.toFile().setExecutable(true)).isTrue();
    node.link("ecr-credential-provider", stock);
    Configuration configuration = Configuration.of("ecr");
    Files.writeString(directory.resolve("00-podpass.yaml"), configuration.document());
    configuration.names().forEach(node::link);
    Manifest pods =
        new Manifest()
            .serviceAccount("app", annotations)
            .serviceAccount("kube-proxy", Map.of())
            .pod("app", ExampleWorld.IMAGE)
            .pod("kube-proxy", ExampleWorld.IMAGE);

    for (int boot = 0; boot < 2; boot++) {
      Files.writeString(directory.resolve("config.json"), NODEADM);
      PullReport report = node.run(directory, pods);

      assertThat(report.lookups())
          .extracting(
              lookup -> lookup.auth().stream().map(PullReport.Auth::serviceAccount).toList())
          .containsExactly(Arrays.asList("team-a/app", null), Arrays.asList((String) null));
      assertThat(report.lookups())
          .allSatisfy(l -> assertThat(l.auth().getLast().password()).isEqualTo("of-the-node"));
    }
  }

  private Manifest pods() {
    return new Manifest().serviceAccount("app", annotations).pod("app", IMAGES);
  }

  /** Each plugin runs for its own image alone, with the arguments that were asked for. */
  private void assertTaken(String providers, List<String> arguments, String... options) {
    Configuration configuration =
        Configuration.of(
            providers,
            Stream.concat(arguments.stream(), Stream.of(options)).toArray(String[]::new));

    PullReport report = EchoPlugin.pull(node, configuration, pods());

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
