// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.aws.RegistryPassword;
import dev.podpass.testkit.aws.Role;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Pods that start while AWS is out, on a node with a cache, of a cluster whose tokens are signed by
 * ES384 and verified by podpass. Run by conformance/cluster/run.sh, with the inherited scenarios on
 * the same node. A kubelet before 1.35 does not run podpass for an image that is there.
 */
class OutageScenarios extends PresentImageScenarios {
  private static final String PRESENT_IMAGES = "--when-unavailable=present-images";
  private static final String SHARED = ecr("team-a/shared");

  /** A fifth of it is the margin, and kubelet keeps two thirds of the rest: 8 of 12 s. */
  private static final Duration SHORT = Duration.ofSeconds(15);

  @BeforeEach
  void shortLives() {
    node.clouds().aws().passwordLife(SHORT);
  }

  @AfterEach
  void recover() {
    node.clouds().behave();
    node.clouds().aws().passwordLife(Duration.ofHours(12));
  }

  @Test
  void withoutTheOptionAPodWhoseImageIsThereDoesNotStart() {
    kubelet("--when-unavailable=fail");
    serviceAccount("fails", ROLE);
    assertRuns(ClusterPod.of("fails-1", "fails", SHARED).ifNotPresent());
    outage();

    assertFailsIfVerified(
        ClusterPod.of("fails-2", "fails", SHARED).ifNotPresent(),
        "exit status 69: podpass: ",
        "authorization failed");
  }

  @Test
  void aPodWhoseServiceAccountHasPulledTheImageStarts() throws IOException {
    kubelet(PRESENT_IMAGES);
    serviceAccount("returns", ROLE);
    serviceAccount("has-never-pulled", ROLE);
    assertRuns(ClusterPod.of("returns-1", "returns", SHARED).ifNotPresent());
    outage();
    int manifests = manifestsOf("team-a/shared");

    ClusterPod again = assertRuns(ClusterPod.of("returns-2", "returns", SHARED).ifNotPresent());

    assertThat(manifestsOf("team-a/shared")).as("nothing is pulled").isEqualTo(manifests);
    if (node.verifiesImages()) {
      assertThat(again.events(node.api())).anyMatch(event -> event.contains(CAN_BE_USED));
      assertThat(audited("returns-2"))
          .contains("\"result\":\"placeholder\"", "\"source\":\"placeholder\"", "sts.us-east-1");
    } else {
      assertThat(audited("returns-2")).as("podpass is not run").isEmpty();
    }
    assertRefusedIfVerified(ClusterPod.of("stranger-1", "has-never-pulled", SHARED).ifNotPresent());
    assertRefused(ClusterPod.of("absent-1", "returns", ecr("team-a/absent")).ifNotPresent());
    assertRefused(ClusterPod.of("always-1", "returns", SHARED));

    recover();
    // The failure is shared for a moment.
    awaitInstant(Instant.now().plusSeconds(6));
    assertRuns(ClusterPod.of("returns-3", "returns", SHARED));
    assertRuns(ClusterPod.of("stranger-2", "has-never-pulled", SHARED).ifNotPresent());
  }

  @Test
  void anIdentityThatIsTakenBackIsRefusedWhateverTheOption() throws IOException {
    kubelet(PRESENT_IMAGES);
    serviceAccount("revoked", ROLE);
    assertRuns(ClusterPod.of("revoked-1", "revoked", SHARED).ifNotPresent());
    var iam = node.clouds().aws().iam();
    iam.put(Role.of(ExampleWorld.ROLE).permitting(ExampleWorld.role().permissions()));
    try {
      awaitInstant(Instant.now().plus(SHORT));

      assertFailsIfVerified(
          ClusterPod.of("revoked-2", "revoked", SHARED).ifNotPresent(),
          "exit status 77: podpass: ",
          "AccessDenied");
      assertFails(
          ClusterPod.of("revoked-3", "revoked", SHARED),
          "exit status 77: podpass: ",
          "AccessDenied");
      assertThat(audited("revoked-3")).contains("\"result\":\"denied\"");
    } finally {
      Clouds.trustInAws(node.clouds(), node.publishedIssuer());
    }
  }

  @Test
  void imagesArePulledWithWhatIsLeftOfACredential() throws IOException {
    kubelet("--when-unavailable=fail");
    serviceAccount("lasting", ROLE);
    node.clouds().aws().passwordLife(Duration.ofMinutes(2));
    assertRuns(ClusterPod.of("lasting-1", "lasting", SHARED));
    RegistryPassword first = node.clouds().aws().passwords().getLast();
    // Of 120 s 24 are the margin; of the rest up to a tenth is taken by chance, and a third is
    // left.
    Instant renewal = first.expiry().minusSeconds(120).plusSeconds(65);
    node.clouds().misbehave(ClusterNode.STS, Faults.status(503));
    int manifests = manifestsOf("team-a/shared");
    awaitInstant(renewal);

    assertRuns(ClusterPod.of("lasting-2", "lasting", SHARED));

    assertThat(manifestsOf("team-a/shared")).as("it is pulled").isGreaterThan(manifests);
    assertThat(audited("lasting-2"))
        .contains("\"result\":\"not_renewed\"", "\"source\":\"cache\"", "\"failure\":\"", "503");
  }

  /** Until nothing is left of any credential, in kubelet or in the node's cache. */
  private static void outage() {
    node.clouds().misbehave(ClusterNode.STS, Faults.status(503));
    awaitInstant(Instant.now().plus(SHORT));
  }

  private static void awaitInstant(Instant then) {
    ClusterNode.await("it is " + then, () -> Instant.now().isAfter(then));
  }

  private static void kubelet(String option) {
    node.restartKubelet(
        option,
        "--cache=on",
        "--cache-dir=/run/podpass",
        AUDIT_LOG,
        "--token-issuer=" + node.issuerUrl(),
        "--token-jwks=" + node.directory().resolve("jwks.json"));
  }

  /** The last line of a pod; empty if there is none. */
  private static String audited(String pod) throws IOException {
    return Files.readAllLines(audit()).stream()
        .filter(line -> line.contains("\"pod\":\"" + pod + "\""))
        .reduce((_, last) -> last)
        .orElse("");
  }
}
