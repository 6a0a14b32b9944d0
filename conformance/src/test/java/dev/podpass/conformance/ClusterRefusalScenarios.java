// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pods that may not pull, and do not run. */
abstract class ClusterRefusalScenarios extends ClusterFixture {

  @Test
  void aPrincipalThatMayNotReadGetsACredentialAndNoImage() {
    serviceAccount("gar-stranger", Map.of());

    ClusterPod pod = ClusterPod.of("gar-3", "gar-stranger", gar());
    trials.assertDoesNotRun(pod);

    assertThat(pod.events(node.api())).anyMatch(event -> event.contains("403 Forbidden"));
  }

  @Test
  void aPodOfAServiceAccountThatTheRoleDoesNotTrustDoesNotRun() {
    node.createServiceAccount("team-b", "stranger", ROLE);
    ClusterPod pod = ClusterPod.of("stranger", "stranger", ecr("team-a/app"));

    trials.assertFails(pod.inNamespace("team-b"), "AssumeRoleWithWebIdentity", "AccessDenied");

    assertThat(exchanges("stranger")).isZero();
  }

  @Test
  void aPodDoesNotRunUntilTheNodeMayRequestTokensOfTheAudience() {
    serviceAccount("unheard", ROLE);
    ClusterPod unheard = ClusterPod.of("unheard-1", "unheard", ecr("team-a/unheard"));
    node.rights().forbid();
    try {
      String log =
          trials.assertFails(
              unheard, "not authorized to request tokens for audience", "sts.amazonaws.com");
      assertThat(log.lines())
          .as("podpass is not run for it")
          .noneMatch(line -> line.contains("error execing") && line.contains("team-a/unheard"));
      assertThat(exchanges("unheard")).isZero();
    } finally {
      node.rights().allow();
    }

    trials.assertRuns(ClusterPod.of("unheard-2", "unheard", ecr("team-a/unheard")));
  }

  @Test
  void aPodThatMayNotPullFromTheMirrorDoesNotRun() {
    serviceAccount("hub-nobody", Map.of());
    node.createServiceAccount("team-b", "hub-stranger", ROLE);

    trials.assertFails(
        ClusterPod.of("hub-3", "hub-nobody", "nginx:1"),
        "no identity is named for service account team-a/hub-nobody");
    trials.assertFails(
        ClusterPod.of("hub-4", "hub-stranger", "nginx:1").inNamespace("team-b"),
        "AssumeRoleWithWebIdentity",
        "AccessDenied");
    assertThat(trials.pods())
        .allSatisfy(pod ->
            assertThat(pod.events(node.api())).noneMatch(event -> event.contains("registry-1")));
  }
}
