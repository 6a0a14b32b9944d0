// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static dev.podpass.conformance.Credentials.onlyCredential;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.gcp.PoolProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The credential that a kubelet would use, for every form of Artifact Registry's hosts. */
@ParameterizedClass
@MethodSource("dev.podpass.conformance.Kubelet#all")
class ArtifactRegistryHostsIT {
  private final TestNode node;

  ArtifactRegistryHostsIT(Kubelet kubelet, TestInfo test) {
    this.node = new TestNode(kubelet, test);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void withDirectAccess() {
    var pool = PoolProvider.of(ExampleWorld.GCP_PROVIDER, node.issuer());
    pullFromAll(
        ExampleWorld.GCP_PROVIDER, Map.of(), pool.principal("system:serviceaccount:team-a:app"));
  }

  @Test
  void withImpersonation() {
    pullFromAll(
        ExampleWorld.GCP_PROVIDER,
        Map.of("iam.gke.io/gcp-service-account", ExampleWorld.GCP_SERVICE_ACCOUNT),
        "serviceAccount:" + ExampleWorld.GCP_SERVICE_ACCOUNT);
  }

  @Test
  void onGke() {
    var cluster = ExampleWorld.gkeCluster(node.issuer());
    String pool = "identitynamespace:" + ExampleWorld.GKE_POOL + ":" + node.issuer().url();
    pullFromAll(pool, Map.of(), cluster.principal("team-a", "app"));
  }

  @Test
  void inAnotherUniverse() {
    node.clouds().gcp().universe("s3nsapis.fr");
    List<String> hosts = HostForms.ofUniverse("s3nsregistry.fr");
    Configuration configuration = Configuration.of("gar", "--gar-universe-domain=s3nsapis.fr");

    PullReport report = node.pull(configuration, app(Map.of(), hosts));

    assertThat(report.lookups())
        .hasSameSizeAs(hosts)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          assertThat(node.clouds().gcp().token(auth.password()).orElseThrow().universe())
              .isEqualTo("s3nsapis.fr");
        });
  }

  private void pullFromAll(String pool, Map<String, String> annotations, String principal) {
    Configuration configuration = Configuration.of("gar", "--gar-audience=" + pool);
    List<String> hosts = HostForms.ARTIFACT_REGISTRY;

    PullReport report = node.pull(configuration, app(annotations, hosts), "-concurrency=4");

    assertThat(report.lookups())
        .hasSameSizeAs(hosts)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          var admitted =
              node.clouds().gcp().passwords().admit(auth.username(), auth.password()).orElseThrow();
          assertThat(admitted.principal()).isEqualTo(principal);
        });
  }

  private static Manifest app(Map<String, String> annotations, List<String> hosts) {
    Manifest manifest = new Manifest().serviceAccount("app", annotations);
    hosts.forEach(host -> manifest.pod("app", host + "/my-project/apps/api:1.0"));
    return manifest;
  }
}
