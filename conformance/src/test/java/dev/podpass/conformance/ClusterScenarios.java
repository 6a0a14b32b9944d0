// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.exchange.FakeExchanges;
import dev.podpass.testkit.exchange.FakeVault;
import dev.podpass.testkit.kubelet.Login;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods of a real cluster, whose images only podpass can get. Run by conformance/cluster/run.sh. */
class ClusterScenarios extends ClusterFixture {
  private static final String NGINX = ClusterNode.DOCKER_HUB + "/library/nginx";
  private static final String NO_IDENTITY = "no identity is named for service account team-a/";

  @Test
  void podsOfAllowedServiceAccountsRunFromEachCloudAndSecondOnesNeedNoExchange() {
    serviceAccount("ecr-puller", ROLE);
    serviceAccount("gar-reader", Map.of());
    serviceAccount("app", Clouds.AZURE_IDENTITY);

    assertTwoRun("ecr", "ecr-puller", ecr("team-a/app"));
    assertTwoRun("gar", "gar-reader", gar());
    assertTwoRun("acr", "app", acr());

    assertThat(exchanges("ecr-puller")).isEqualTo(1);
    assertThat(node.clouds().gcp().tokens())
        .filteredOn(token -> token.principal().endsWith(ClusterNode.GOOGLE_READER))
        .hasSize(1);
    assertThat(node.clouds().azure().refreshTokens()).hasSize(1);
  }

  private void assertTwoRun(String name, String serviceAccount, String image) {
    assertRuns(ClusterPod.of(name + "-1", serviceAccount, image));
    assertRuns(ClusterPod.of(name + "-2", serviceAccount, image));
  }

  /** Without a rule of RBAC: the API server's Node authorizer knows which pods are the node's. */
  @Test
  void theNodeReadsTheServiceAccountsOfItsOwnPodsAlone() {
    serviceAccount("here", ROLE);
    serviceAccount("elsewhere", ROLE);

    assertRuns(ClusterPod.of("here-1", "here", ecr("team-a/app")));

    assertThat(exchanges("here")).as("the annotation was read").isEqualTo(1);
    assertThat(node.rights().mayRead("here")).isTrue();
    assertThat(node.rights().mayRead("elsewhere")).isFalse();
  }

  @Test
  void aPodDoesNotRunUntilTheNodeMayRequestTokensOfTheAudience() {
    serviceAccount("unheard", ROLE);
    ClusterPod unheard = ClusterPod.of("unheard-1", "unheard", ecr("team-a/unheard"));
    node.rights().forbid();
    try {
      String log =
          assertFails(
              unheard, "not authorized to request tokens for audience", "sts.amazonaws.com");
      assertThat(log.lines())
          .as("podpass is not run for it")
          .noneMatch(line -> line.contains("error execing") && line.contains("team-a/unheard"));
      assertThat(exchanges("unheard")).isZero();
    } finally {
      node.rights().allow();
    }

    assertRuns(ClusterPod.of("unheard-2", "unheard", ecr("team-a/unheard")));
  }

  /** KEP-2535: an image that is on the node is not available to every pod. */
  @Test
  void anImageThatIsPresentIsGivenToThoseAloneWhoMayPullIt() {
    serviceAccount("owner", ROLE);
    serviceAccount("other-owner", ROLE);
    serviceAccount("intruder", Map.of());
    String image = ecr("team-a/shared");
    assertRuns(ClusterPod.of("owner-1", "owner", image).ifNotPresent());
    int manifests = manifestsOf("team-a/shared");

    ClusterPod same = assertRuns(ClusterPod.of("owner-2", "owner", image).ifNotPresent());
    assertThat(manifestsOf("team-a/shared")).isEqualTo(manifests);
    assertRuns(ClusterPod.of("other-owner", "other-owner", image).ifNotPresent());
    assertThat(manifestsOf("team-a/shared")).as("pulled anew").isGreaterThan(manifests);
    assertFails(
        ClusterPod.of("intruder", "intruder", image).ifNotPresent(), NO_IDENTITY + "intruder");

    assertThat(same.events(node.api()))
        .anyMatch(event -> event.contains(PresentImageScenarios.CAN_BE_USED));
    assertThat(exchanges("owner")).isEqualTo(1);
    assertThat(exchanges("other-owner")).isEqualTo(1);
  }

  /** Each answer of {@code plan} about what the API server has, and what kubelet did. */
  @Test
  void podsPullAsThePlanSays() throws Exception {
    serviceAccount("planned", ROLE);
    serviceAccount("planned-nobody", Map.of());
    assertRuns(ClusterPod.of("planned-1", "planned", ecr("team-a/app")));
    assertRuns(ClusterPod.of("planned-2", "planned", "nginx:1"));
    ClusterPod notReader = ClusterPod.of("planned-3", "planned", gar());
    assertDoesNotRun(notReader);
    String log = assertDoesNotRun(ClusterPod.of("planned-4", "planned-nobody", ecr("team-a/app")));

    withStaticPod(
        ecr("team-a/static"),
        () -> {
          ClusterPlan plan = ClusterPlan.of(node);

          assertThat(plan.credentials())
              .containsExactlyInAnyOrderEntriesOf(
                  Map.of(
                      "team-a/planned " + ClusterNode.ECR,
                      "itself",
                      "team-a/planned docker.io",
                      "itself",
                      "team-a/planned " + ClusterNode.ARTIFACT_REGISTRY,
                      "itself",
                      "team-a/planned-nobody " + ClusterNode.ECR,
                      "fails",
                      "team-a/default " + ClusterNode.ECR,
                      "the node"));
          assertThat(log).contains(plan.reason().split(";", 2)[0]);
        });
    assertThat(exchanges("planned")).as("of ECR and of its mirror of Docker Hub").isEqualTo(2);
    assertThat(node.clouds().gcp().tokens())
        .anyMatch(token -> token.principal().endsWith(":planned"));
    assertThat(notReader.events(node.api())).anyMatch(event -> event.contains("403 Forbidden"));
    assertThat(exchanges("planned-nobody")).isZero();
    assertThat(node.clouds().aws().passwords())
        .anyMatch(issued -> issued.session().role().arn().equals(ExampleWorld.NODE_ROLE));
  }

  /** The pod names {@code nginx}, and containerd pulls it from ECR. */
  @Test
  void aPodRunsThroughAMirrorOfDockerHubAsItself() {
    serviceAccount("hub-puller", ROLE);

    assertRuns(ClusterPod.of("hub-1", "hub-puller", "nginx:1"));
    assertRuns(ClusterPod.of("hub-2", "hub-puller", "docker.io/library/nginx:1"));

    assertThat(exchanges("hub-puller")).isEqualTo(1);
    assertThat(manifestsOf(NGINX)).isPositive();
    RegistryPassword issued = node.clouds().aws().passwords().getLast();
    Login login = new Login("AWS", issued.value());
    Admission front = Admission.ofEcr(node.clouds(), ClusterNode.ECR);
    assertThat(front.admits(login, Admission.PULL, NGINX)).isTrue();
    assertThat(front.admits(login, Admission.PULL, "library/nginx")).isFalse();
  }

  @Test
  void aPodThatMayNotPullFromTheMirrorDoesNotRun() {
    serviceAccount("hub-nobody", Map.of());
    node.createServiceAccount("team-b", "hub-stranger", ROLE);

    assertFails(ClusterPod.of("hub-3", "hub-nobody", "nginx:1"), NO_IDENTITY + "hub-nobody");
    assertFails(
        ClusterPod.of("hub-4", "hub-stranger", "nginx:1").inNamespace("team-b"),
        "AssumeRoleWithWebIdentity",
        "AccessDenied");

    assertThat(exchanges("hub-stranger")).isZero();
    assertThat(pods)
        .allSatisfy(pod ->
            assertThat(pod.events(node.api())).noneMatch(event -> event.contains("registry-1")));
  }

  /** What the container runs is in the volume, which is an image. */
  @Test
  void aVolumeIsPulledAsThePodItself() {
    serviceAccount("model-reader", ROLE);
    String model = ecr("team-a/model");

    assertRuns(ClusterPod.of("model-1", "model-reader", ecr("team-a/app")).withVolume(model));
    assertRuns(ClusterPod.of("model-2", "model-reader", ecr("team-a/app")).withVolume(model));

    assertThat(manifestsOf("team-a/model")).isPositive();
    assertThat(exchanges("model-reader")).as("one for each repository").isEqualTo(2);
    // It may pull the image of its container, and the volume's is on the node.
    assertFails(
        ClusterPod.of("model-3", "own-puller", own()).withVolume(model),
        NO_IDENTITY + "own-puller");
  }

  @Test
  void aPodRunsFromARegistryBehindATokenExchange() {
    serviceAccount("own-stranger", Map.of());

    assertTwoRun("own", "own-puller", own());

    assertThat(node.clouds().exchanges().logins()).hasSize(1);
    assertFails(
        ClusterPod.of("own-3", "own-stranger", own()), "invalid_token (HTTP 401)", "own-stranger");
  }

  @Test
  void aPodRunsFromARegistryWhosePasswordIsItsSecret() {
    serviceAccount("stored-puller", Map.of());
    serviceAccount("stored-stranger", Map.of());
    node.clouds()
        .exchanges()
        .vault()
        .store(
            "secret/data/pull/team-a/stored-puller",
            FakeVault.Engine.KV2,
            ExampleWorld.STORED_USER);

    assertTwoRun("stored", "stored-puller", stored());

    assertThat(node.clouds().received().requestsTo(FakeExchanges.VAULT))
        .as("kubelet has the password for the second")
        .hasSize(2);
    assertFails(
        ClusterPod.of("stored-3", "stored-stranger", stored()),
        "write the secret secret/data/pull/team-a/stored-stranger");
  }

  /** The registry verifies the token with the keys that the API server publishes. */
  @Test
  void aPodRunsFromARegistryThatTakesItsToken() {
    serviceAccount("zot-stranger", Map.of());
    ClusterPod stranger = ClusterPod.of("zot-3", "zot-stranger", zot());

    assertTwoRun("zot", "own-puller", zot());
    String metrics = Command.run("curl", "-sS", "http://127.0.0.1:10255/metrics");
    assertThat(metrics)
        .as("each pod has its own token")
        .contains(
            "kubelet_credential_provider_plugin_duration_count{plugin_name=\"podpass-passthrough\"}"
                + " 2\n");

    assertDoesNotRun(stranger);
    assertThat(stranger.events(node.api())).anyMatch(event -> event.contains("403 Forbidden"));
  }
}
