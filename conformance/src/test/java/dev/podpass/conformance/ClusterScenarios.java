// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.RegistryPassword;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Pods of a real cluster, whose images only podpass can get. Run by conformance/cluster/run.sh,
 * with the inherited scenarios on the same node.
 */
class ClusterScenarios extends ClusterVolumeScenarios {
  private static final String NGINX = ClusterNode.DOCKER_HUB + "/library/nginx";

  @Test
  void aPodOfAnAllowedServiceAccountRunsFromEcrAndASecondOneNeedsNoExchange() {
    serviceAccount("ecr-puller", ROLE);

    trials.assertRuns(ClusterPod.of("ecr-1", "ecr-puller", ecr("team-a/app")));
    trials.assertRuns(ClusterPod.of("ecr-2", "ecr-puller", ecr("team-a/app")));

    assertThat(exchanges("ecr-puller")).isEqualTo(1);
  }

  /** Without a rule of RBAC: the API server's Node authorizer knows which pods are the node's. */
  @Test
  void theNodeReadsTheServiceAccountsOfItsOwnPodsAlone() {
    serviceAccount("here", ROLE);
    serviceAccount("elsewhere", ROLE);

    trials.assertRuns(ClusterPod.of("here-1", "here", ecr("team-a/app")));

    assertThat(exchanges("here")).as("the annotation was read").isEqualTo(1);
    assertThat(node.rights().mayRead("here")).isTrue();
    assertThat(node.rights().mayRead("elsewhere")).isFalse();
  }

  @Test
  void aPodRunsFromArtifactRegistry() {
    serviceAccount("gar-reader", Map.of());

    trials.assertRuns(ClusterPod.of("gar-1", "gar-reader", gar()));
    trials.assertRuns(ClusterPod.of("gar-2", "gar-reader", gar()));

    assertThat(node.clouds().gcp().tokens())
        .filteredOn(token -> token.principal().endsWith(ClusterNode.GOOGLE_READER))
        .hasSize(1);
  }

  @Test
  void aPodRunsFromAzure() {
    serviceAccount("app", Clouds.AZURE_IDENTITY);

    trials.assertRuns(ClusterPod.of("acr-1", "app", acr()));
    trials.assertRuns(ClusterPod.of("acr-2", "app", acr()));

    assertThat(node.clouds().azure().refreshTokens()).hasSize(1);
  }

  /** KEP-2535: an image that is on the node is not available to every pod. */
  @Test
  void anImageThatIsPresentIsGivenToThoseAloneWhoMayPullIt() {
    serviceAccount("owner", ROLE);
    serviceAccount("other-owner", ROLE);
    serviceAccount("intruder", Map.of());
    String image = ecr("team-a/shared");
    trials.assertRuns(ClusterPod.of("owner-1", "owner", image).ifNotPresent());
    int manifests = manifestsOf("team-a/shared");

    ClusterPod same = trials.assertRuns(ClusterPod.of("owner-2", "owner", image).ifNotPresent());
    assertThat(manifestsOf("team-a/shared")).isEqualTo(manifests);
    trials.assertRuns(ClusterPod.of("other-owner", "other-owner", image).ifNotPresent());
    assertThat(manifestsOf("team-a/shared")).as("pulled anew").isGreaterThan(manifests);
    trials.assertFails(
        ClusterPod.of("intruder", "intruder", image).ifNotPresent(),
        "no identity is named for service account team-a/intruder");

    assertThat(same.events(node.api()))
        .anyMatch(
            event -> event.contains("already present on machine and can be accessed by the pod"));
    assertThat(exchanges("owner")).isEqualTo(1);
    assertThat(exchanges("other-owner")).isEqualTo(1);
  }

  @Test
  void aStaticPodPullsAsTheNode() throws Exception {
    withStaticPod(
        ecr("team-a/static"),
        () ->
            assertThat(node.clouds().aws().passwords())
                .anyMatch(issued -> issued.session().role().arn().equals(ExampleWorld.NODE_ROLE)));
  }

  /** Each answer of {@code plan} about what the API server has, and what kubelet did. */
  @Test
  void podsPullAsThePlanSays() throws Exception {
    serviceAccount("planned", ROLE);
    serviceAccount("planned-nobody", Map.of());
    trials.assertRuns(ClusterPod.of("planned-1", "planned", ecr("team-a/app")));
    trials.assertRuns(ClusterPod.of("planned-2", "planned", "nginx:1"));
    trials.assertDoesNotRun(ClusterPod.of("planned-3", "planned", gar()));
    String log =
        trials.assertDoesNotRun(ClusterPod.of("planned-4", "planned-nobody", ecr("team-a/app")));

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
    assertThat(exchanges("planned-nobody")).isZero();
    assertThat(node.clouds().aws().passwords())
        .anyMatch(issued -> issued.session().role().arn().equals(ExampleWorld.NODE_ROLE));
  }

  @Test
  void aCredentialIsGoodForItsRepositoryAlone() {
    serviceAccount("two", ROLE);

    trials.assertRuns(ClusterPod.of("two-1", "two", ecr("team-a/first")));
    RegistryPassword first = node.clouds().aws().passwords().getLast();
    trials.assertRuns(ClusterPod.of("two-2", "two", ecr("team-a/second")));

    assertThat(exchanges("two")).isEqualTo(2);
    Admission front = Admission.ofEcr(node.clouds(), ClusterNode.ECR);
    assertThat(front.admits("AWS", first.value(), "team-a/first")).isTrue();
    assertThat(front.admits("AWS", first.value(), "team-a/second")).isFalse();
  }

  @Test
  void anExpiredCredentialIsRenewed() {
    serviceAccount("rotating", ROLE);
    Admission front = Admission.ofEcr(node.clouds(), ClusterNode.ECR);
    node.clouds().aws().passwordLife(Duration.ofSeconds(15));
    String image = ecr("team-a/rotating");
    try {
      trials.assertRuns(ClusterPod.of("rotating-1", "rotating", image));
      RegistryPassword first = node.clouds().aws().passwords().getLast();
      ClusterNode.await("it has expired", () -> Instant.now().isAfter(first.expiry()));
      assertThat(front.admits("AWS", first.value(), "team-a/rotating")).isFalse();
      trials.assertRuns(ClusterPod.of("rotating-2", "rotating", image));
    } finally {
      node.clouds().aws().passwordLife(Duration.ofHours(12));
    }
    assertThat(exchanges("rotating")).isEqualTo(2);
  }

  /** The pod names {@code nginx}, and containerd pulls it from ECR. */
  @Test
  void aPodRunsThroughAMirrorOfDockerHubAsItself() {
    serviceAccount("hub-puller", ROLE);

    trials.assertRuns(ClusterPod.of("hub-1", "hub-puller", "nginx:1"));
    trials.assertRuns(ClusterPod.of("hub-2", "hub-puller", "docker.io/library/nginx:1"));

    assertThat(exchanges("hub-puller")).isEqualTo(1);
    assertThat(manifestsOf(NGINX)).isPositive();
    RegistryPassword issued = node.clouds().aws().passwords().getLast();
    Admission front = Admission.ofEcr(node.clouds(), ClusterNode.ECR);
    assertThat(front.admits("AWS", issued.value(), NGINX)).isTrue();
    assertThat(front.admits("AWS", issued.value(), "library/nginx")).isFalse();
  }

  @Test
  void aPodRunsFromARegistryBehindATokenExchange() {
    serviceAccount("own-stranger", Map.of());

    trials.assertRuns(ClusterPod.of("own-1", "own-puller", own()));
    trials.assertRuns(ClusterPod.of("own-2", "own-puller", own()));

    assertThat(node.clouds().exchanges().logins()).hasSize(1);
    trials.assertFails(
        ClusterPod.of("own-3", "own-stranger", own()), "invalid_token (HTTP 401)", "own-stranger");
  }

  /** The registry verifies the token with the keys that the API server publishes. */
  @Test
  void aPodRunsFromARegistryThatTakesItsToken() {
    serviceAccount("zot-stranger", Map.of());
    ClusterPod stranger = ClusterPod.of("zot-3", "zot-stranger", zot());

    trials.assertRuns(ClusterPod.of("zot-1", "own-puller", zot()));
    trials.assertRuns(ClusterPod.of("zot-2", "own-puller", zot()));
    assertThat(KubeletMetrics.execs("podpass-passthrough"))
        .as("each pod has its own token")
        .isEqualTo(2);

    trials.assertDoesNotRun(stranger);
    assertThat(stranger.events(node.api())).anyMatch(event -> event.contains("403 Forbidden"));
  }
}
