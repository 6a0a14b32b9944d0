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
  private static final String AUDIENCE_OF_POOL = "https:" + ExampleWorld.GCP_PROVIDER;

  private static final List<String> ARTIFACT_REGISTRY =
      List.of(
          "us-docker.pkg.dev",
          "europe-docker.pkg.dev",
          "europe-west1-docker.pkg.dev",
          "docker.europe-west1.rep.pkg.dev",
          "gcr.io",
          "us.gcr.io",
          "eu.gcr.io",
          "asia.gcr.io");

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
    pullFromAll(AUDIENCE_OF_POOL, Map.of(), pool.principal("system:serviceaccount:team-a:app"));
  }

  @Test
  void withImpersonation() {
    pullFromAll(
        AUDIENCE_OF_POOL,
        Map.of("iam.gke.io/gcp-service-account", ExampleWorld.GCP_SERVICE_ACCOUNT),
        "serviceAccount:" + ExampleWorld.GCP_SERVICE_ACCOUNT);
  }

  @Test
  void onGke() {
    var cluster = ExampleWorld.gkeCluster(node.issuer());
    pullFromAll(ExampleWorld.GKE_POOL, Map.of(), cluster.principal("team-a", "app"));
  }

  @Test
  void inAnotherUniverse() {
    node.clouds().gcp().universe("s3nsapis.fr");
    Configuration configuration =
        Configuration.of("gar")
            .matching("*-docker.s3nsregistry.fr")
            .args("--gar-universe-domain=s3nsapis.fr");
    Manifest manifest =
        app(Map.of()).pod("app", "u-france-east1-docker.s3nsregistry.fr/my-project/apps/api:1.0");

    PullReport report = node.pull(configuration, manifest);

    assertThat(report.lookups())
        .hasSize(1)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          assertThat(node.clouds().gcp().token(auth.password()).orElseThrow().universe())
              .isEqualTo("s3nsapis.fr");
        });
  }

  private void pullFromAll(String audience, Map<String, String> annotations, String principal) {
    Manifest manifest = app(annotations);
    ARTIFACT_REGISTRY.forEach(host -> manifest.pod("app", host + "/my-project/apps/api:1.0"));

    PullReport report =
        node.pull(Configuration.of("gar").audience(audience), manifest, "-concurrency=4");

    assertThat(report.lookups())
        .hasSameSizeAs(ARTIFACT_REGISTRY)
        .allSatisfy(lookup -> {
          Auth auth = onlyCredential(lookup, "team-a/app");
          var admitted =
              node.clouds().gcp().passwords().admit(auth.username(), auth.password()).orElseThrow();
          assertThat(admitted.principal()).isEqualTo(principal);
        });
  }

  private static Manifest app(Map<String, String> annotations) {
    return new Manifest().serviceAccount("app", annotations);
  }
}
