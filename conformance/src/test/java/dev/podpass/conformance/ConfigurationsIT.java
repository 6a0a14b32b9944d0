// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kubelet starts with configurations in a directory. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class ConfigurationsIT {
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

  /** The annotations of one service account, which has an identity in each cloud. */
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "eks.amazonaws.com/ecr-role-arn", ExampleWorld.ROLE,
          "kubernetes.azure.com/acr-client-id", ExampleWorld.AZURE_CLIENT_ID,
          "kubernetes.azure.com/acr-tenant-id", ExampleWorld.AZURE_TENANT);

  private final TestNode node;
  private final Manifest manifest =
      new Manifest()
          .serviceAccount("app", ANNOTATIONS)
          .pod("app", ExampleWorld.IMAGE, ExampleWorld.GAR_IMAGE, ExampleWorld.ACR_IMAGE);

  ConfigurationsIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
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

    PullReport report = node.run(directory, manifest);

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
            .serviceAccount("app", ANNOTATIONS)
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
}
