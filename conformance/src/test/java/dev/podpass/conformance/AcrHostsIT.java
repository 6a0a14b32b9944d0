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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The credential that a kubelet would use, for every form of Azure Container Registry's hosts. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class AcrHostsIT {
  private static final String LABELLED = "myregistry-h4a2b6c8.azurecr.io";
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
    node.clouds()
        .azure()
        .put(
            Registry.of(LABELLED, ExampleWorld.AZURE_TENANT)
                .pulledBy(ExampleWorld.AZURE_CLIENT_ID));
    Manifest manifest =
        app()
            .pod("app", ExampleWorld.ACR_IMAGE)
            .pod("app", "myregistry.eastus2.geo.azurecr.io/apps/api:1.0")
            .pod("app", LABELLED + "/apps/api:1.0");

    PullReport report = node.pull(Configuration.of("acr"), manifest, "-concurrency=3");

    assertIssued(report, ExampleWorld.ACR_REGISTRY, ExampleWorld.ACR_REGISTRY, LABELLED);
  }

  @Test
  void ofTheGovernmentCloud() {
    ofAnotherCloud(AzureCloud.US_GOVERNMENT, "api://AzureADTokenExchangeUSGov");
  }

  @Test
  void ofTheCloudInChina() {
    ofAnotherCloud(AzureCloud.CHINA, "api://AzureADTokenExchangeChina");
  }

  private void ofAnotherCloud(AzureCloud cloud, String audience) {
    String registry = "myregistry." + cloud.registrySuffix();
    var azure = node.clouds().azure();
    azure.directory().put(Tenant.of(ExampleWorld.AZURE_TENANT).in(cloud));
    azure
        .directory()
        .put(
            Application.of(ExampleWorld.AZURE_CLIENT_ID, ExampleWorld.AZURE_TENANT)
                .trusting(new FederatedCredential(node.issuer(), SUBJECT, audience)));
    azure.put(
        Registry.of(registry, ExampleWorld.AZURE_TENANT).pulledBy(ExampleWorld.AZURE_CLIENT_ID));
    Configuration configuration =
        Configuration.of("acr").matching("*." + cloud.registrySuffix()).audience(audience);

    PullReport report = node.pull(configuration, app().pod("app", registry + "/apps/api:1.0"));

    assertIssued(report, registry);
  }

  private void assertIssued(PullReport report, String... registries) {
    assertThat(report.lookups()).hasSameSizeAs(registries);
    for (int i = 0; i < registries.length; i++) {
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/app");
      assertThat(auth.username()).isEqualTo("00000000-0000-0000-0000-000000000000");
      assertThat(node.clouds().azure().refreshToken(auth.password()).orElseThrow().registry())
          .isEqualTo(registries[i]);
    }
  }

  private static Manifest app() {
    return new Manifest().serviceAccount("app", Clouds.AZURE_IDENTITY);
  }
}
