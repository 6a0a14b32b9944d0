// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static dev.podpass.conformance.Credentials.onlyCredential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.azure.Application;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.FederatedCredential;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.azure.Tenant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The credential that a kubelet would use, for every form of Azure Container Registry's hosts. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class AcrHostsIT {
  private static final String SUBJECT = "system:serviceaccount:team-a:app";

  private final TestNode node;

  AcrHostsIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void ofThePublicCloud() {
    ofCloud(AzureCloud.PUBLIC, "api://AzureADTokenExchange");
  }

  @Test
  void ofTheGovernmentCloud() {
    ofCloud(
        AzureCloud.US_GOVERNMENT, "api://AzureADTokenExchangeUSGov", "--acr-cloud=us-government");
  }

  @Test
  void ofTheCloudInChina() {
    ofCloud(AzureCloud.CHINA, "api://AzureADTokenExchangeChina", "--acr-cloud=china");
  }

  private void ofCloud(AzureCloud cloud, String audience, String... options) {
    List<String> hosts = HostForms.ofAzure(cloud);
    var azure = node.clouds().azure();
    azure.directory().put(Tenant.of(ExampleWorld.AZURE_TENANT).in(cloud));
    azure
        .directory()
        .put(
            Application.of(ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT)
                .trusting(new FederatedCredential(node.issuer(), SUBJECT, audience)));
    hosts.stream()
        .filter(host -> !host.contains(".geo."))
        .map(host -> Registry.of(host, ExampleWorld.AZURE_TENANT))
        .map(registry -> registry.replicatedTo("eastus2").replicatedTo("westeurope"))
        .forEach(registry -> azure.put(registry.pulledBy(ExampleWorld.AZURE_CLIENT_ID)));
    Manifest manifest = new Manifest().serviceAccount("app", Clouds.AZURE_IDENTITY);
    hosts.forEach(host -> manifest.pod("app", host + "/apps/api:1.0"));

    PullReport report = node.pull(Configuration.of("acr", options), manifest, "-concurrency=4");

    assertThat(report.execs()).isEqualTo(hosts.size());
    assertThat(report.lookups()).hasSameSizeAs(hosts);
    for (int i = 0; i < hosts.size(); i++) {
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/app");
      assertThat(auth.username()).isEqualTo("00000000-0000-0000-0000-000000000000");
      assertThat(azure.refreshToken(auth.password()).orElseThrow().registry())
          .isEqualTo(hosts.get(i).replaceFirst("\\.[a-z0-9]+\\.geo\\.", "."));
    }
  }
}
