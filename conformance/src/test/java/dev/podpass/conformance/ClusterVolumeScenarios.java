// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Volumes that are images, which kubelet pulls as it pulls those of containers. */
abstract class ClusterVolumeScenarios extends ClusterRefusalScenarios {
  /** What the container runs is in the volume. */
  @Test
  void aVolumeIsPulledAsThePodItself() {
    serviceAccount("model-reader", ROLE);

    trials.assertRuns(
        ClusterPod.of("model-1", "model-reader", ecr("team-a/app"))
            .withVolume(ecr("team-a/model")));
    trials.assertRuns(
        ClusterPod.of("model-2", "model-reader", ecr("team-a/app"))
            .withVolume(ecr("team-a/model")));

    assertThat(manifestsOf("team-a/model")).isPositive();
    assertThat(exchanges("model-reader")).as("one for each repository").isEqualTo(2);
  }

  /** It may pull the image of its container, and the volume's is on the node. */
  @Test
  void aVolumeThatTheServiceAccountMayNotPullKeepsThePodFromRunning() {
    serviceAccount("model-owner", ROLE);
    trials.assertRuns(
        ClusterPod.of("model-3", "model-owner", ecr("team-a/app")).withVolume(ecr("team-a/model")));

    trials.assertFails(
        ClusterPod.of("model-4", "own-puller", own()).withVolume(ecr("team-a/model")),
        "no identity is named for service account team-a/own-puller");
  }
}
