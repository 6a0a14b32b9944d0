// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.HostForms.EcrHost;
import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.conformance.PullReport.Lookup;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.azure.AzureCloud;
import dev.podpass.testkit.azure.Registry;
import dev.podpass.testkit.gcp.PoolProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The credential that a kubelet would use, for every form of the clouds' hosts. */
class HostsIT extends KubeletFixture {
  @Test
  void ofPrivateRegistriesOfEcr() {
    Manifest manifest = new Manifest();
    Clouds.PARTITIONS.forEach(
        p -> manifest.serviceAccount(p, Map.of("eks.amazonaws.com/ecr-role-arn", Clouds.role(p))));
    HostForms.ECR.forEach(host -> manifest.pod(host.partition(), host.name() + "/team-a/app:1.0"));

    PullReport report = node.pull(Configuration.of("ecr"), manifest, "-concurrency=4");

    assertThat(report.execs()).isEqualTo(HostForms.ECR.size());
    for (int i = 0; i < HostForms.ECR.size(); i++) {
      EcrHost host = HostForms.ECR.get(i);
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/" + host.partition());
      assertThat(auth.username()).isEqualTo("AWS");
      assertThat(node.clouds().aws().password(auth.password()).orElseThrow().registry().orElse(""))
          .startsWith(ExampleWorld.ACCOUNT + ".dkr.ecr." + host.region() + ".");
    }
  }

  @Test
  void ofThePublicRegistryOfEcr() {
    Manifest manifest =
        app(Clouds.AWS_IDENTITY)
            .pod("app", HostForms.ECR_PUBLIC.getFirst() + "/team-a/app")
            .pod(
                "app",
                HostForms.ECR_PUBLIC.getLast() + "/team-a/app@sha256:" + "e3b0c442".repeat(8));

    PullReport report = node.pull(Configuration.of("ecr"), manifest);

    assertThat(report.lookups())
        .hasSize(2)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          assertThat(node.clouds().aws().password(auth.password()).orElseThrow().registry())
              .isEmpty();
        });
  }

  /** As of any registry: {@code matchImages} takes ports literally. */
  @Test
  void withAPortIfAPatternHasIt() {
    Configuration configuration = Configuration.of("ecr");
    Manifest manifest =
        app(Clouds.AWS_IDENTITY).pod("app", ExampleWorld.IMAGE.replace(".com/", ".com:443/"));

    PullReport without = node.pull(configuration, manifest);
    PullReport with = node.pull(configuration.matching("*.dkr.ecr.*.amazonaws.com:443"), manifest);

    assertThat(without.execs()).isZero();
    assertThat(without.lookups().getFirst().auth()).isEmpty();
    onlyCredential(with.lookups().getFirst(), "team-a/app");
  }

  @Test
  void ofArtifactRegistry() {
    var pool = PoolProvider.of(ExampleWorld.GCP_PROVIDER, node.issuer());
    Manifest manifest = app(Map.of());
    HostForms.ARTIFACT_REGISTRY.forEach(
        host -> manifest.pod("app", host + "/my-project/apps/api:1.0"));

    PullReport report = node.pull(Configuration.of("gar"), manifest, "-concurrency=4");

    assertThat(report.lookups())
        .hasSameSizeAs(HostForms.ARTIFACT_REGISTRY)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          var admitted =
              node.clouds().gcp().passwords().admit(auth.username(), auth.password()).orElseThrow();
          assertThat(admitted.principal())
              .isEqualTo(pool.principal("system:serviceaccount:team-a:app"));
        });
  }

  @Test
  void ofAzureContainerRegistry() {
    List<String> hosts = HostForms.ofAzure(AzureCloud.PUBLIC);
    var azure = node.clouds().azure();
    hosts.stream()
        .filter(host -> !host.contains(".geo."))
        .map(host -> Registry.of(host, ExampleWorld.AZURE_TENANT))
        .map(registry -> registry.replicatedTo("eastus2").replicatedTo("westeurope"))
        .forEach(registry -> azure.put(registry.pulledBy(ExampleWorld.AZURE_CLIENT_ID)));
    Manifest manifest = app(Clouds.AZURE_IDENTITY);
    hosts.forEach(host -> manifest.pod("app", host + "/apps/api:1.0"));

    PullReport report = node.pull(Configuration.of("acr"), manifest, "-concurrency=4");

    assertThat(report.execs()).isEqualTo(hosts.size());
    for (int i = 0; i < hosts.size(); i++) {
      Auth auth = onlyCredential(report.lookups().get(i), "team-a/app");
      assertThat(auth.username()).isEqualTo("00000000-0000-0000-0000-000000000000");
      assertThat(azure.refreshToken(auth.password()).orElseThrow().registry())
          .isEqualTo(hosts.get(i).replaceFirst("\\.[a-z0-9]+\\.geo\\.", "."));
    }
  }

  private static Manifest app(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations);
  }

  /** There is one, with the coordinates by which kubelet remembers whose it is (KEP-2535). */
  private static Auth onlyCredential(Lookup lookup, String serviceAccount) {
    assertThat(lookup.auth()).as(lookup.image()).hasSize(1);
    Auth auth = lookup.auth().getFirst();
    assertThat(auth.serviceAccount()).isEqualTo(serviceAccount);
    assertThat(auth.serviceAccountUid()).isEqualTo(Manifest.uid(serviceAccount));
    return auth;
  }
}
