// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.conformance.PullReport.Auth;
import dev.podpass.testkit.aws.EcrFaults;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How often the plugin runs, and the clouds are asked, for many pulls. */
class CachingIT extends KubeletFixture {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final String REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";

  @Test
  void isOncePerRegistryAndServiceAccount() {
    PullReport report = node.pull(Configuration.of("ecr"), fourPulls(), "-repeat=10");

    assertThat(report.lookups()).hasSize(40).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs()).isEqualTo(1);
    assertThat(exchanges()).isEqualTo(1);
    assertThat(report.tokenRequests()).as("one for each pod").isEqualTo(2);
  }

  @Test
  void isOncePerImageWhereTheSessionMayPullNoOther() {
    Configuration configuration = Configuration.of("ecr", "--ecr-session-policy=repository");

    PullReport report = node.pull(configuration, fourPulls(), "-repeat=10");

    assertThat(report.lookups()).hasSize(40).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs()).as("three images").isEqualTo(3);
    assertThat(exchanges()).isEqualTo(3);
  }

  @Test
  void isOncePerPodWithCacheTypeToken() {
    Configuration configuration = Configuration.of("ecr").cacheType("Token");

    PullReport report = node.pull(configuration, fourPulls(), "-repeat=10");

    assertThat(report.execs()).isEqualTo(2);
  }

  @Test
  void isOnceForEachServiceAccount() {
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Clouds.AWS_IDENTITY)
            .serviceAccount("other", Clouds.AWS_IDENTITY);
    manifest.pod("app", REGISTRY + "/team-a/app").pod("other", REGISTRY + "/team-a/app");

    PullReport report = node.pull(Configuration.of("ecr"), manifest, "-repeat=10");

    assertThat(report.execs()).isEqualTo(2);
    Map<String, Set<String>> passwords =
        report.lookups().stream()
            .map(lookup -> lookup.auth().getFirst())
            .collect(
                groupingBy(
                    auth -> String.valueOf(auth.serviceAccount()),
                    mapping(Auth::password, toSet())));
    assertThat(passwords).containsOnlyKeys("team-a/app", "team-a/other");
    assertThat(passwords.values()).allSatisfy(own -> assertThat(own).hasSize(1));
    assertThat(Set.copyOf(passwords.values())).as("no account is given another's").hasSize(2);
  }

  /** A kubelet may request more tokens than it has pods, if it is asked for them all at once. */
  @Test
  void isAtMostOnceForEachImageAndTokenAtTheSameTime() {
    PullReport report =
        node.pull(Configuration.of("ecr"), fourPulls(), "-repeat=10", "-concurrency=40");

    assertThat(report.lookups()).hasSize(40).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs())
        .as("a pod has two images")
        .isPositive()
        .isLessThanOrEqualTo(2 * report.tokenRequests());
  }

  @Test
  void isOncePerRegistryForGoogleAndAzure() {
    Manifest manifest =
        new Manifest()
            .serviceAccount("app", Clouds.AZURE_IDENTITY)
            .pod("app", "us-docker.pkg.dev/my-project/apps/api", "gcr.io/my-project/api")
            .pod("app", "us-docker.pkg.dev/my-project/apps/web", "myregistry.azurecr.io/apps/web")
            .pod("app", "myregistry.azurecr.io/apps/api");

    PullReport report = node.pull(Configuration.of("gar,acr"), manifest, "-repeat=10");

    assertThat(report.lookups()).hasSize(50).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs()).as("three registries").isEqualTo(3);
    assertThat(node.clouds().received().requestsTo("sts.googleapis.com")).hasSize(2);
    assertThat(node.clouds().azure().refreshTokens()).hasSize(1);
  }

  @Test
  void isEveryTimeIfNobodyKnowsHowLongTheCredentialLives() {
    node.clouds().misbehave("api.ecr.us-east-1.amazonaws.com", EcrFaults.without("expiresAt"));

    PullReport report =
        node.pull(Configuration.of("ecr"), onePull("app", Clouds.AWS_IDENTITY), "-repeat=3");

    assertThat(report.lookups()).hasSize(3).allSatisfy(l -> assertThat(l.auth()).hasSize(1));
    assertThat(report.execs()).isEqualTo(3);
  }

  /** Kubelet would cache a negative answer for the duration that the answer gives. */
  @Test
  void isEveryTimeForAnAnonymousPull() {
    Configuration configuration = Configuration.of("ecr", "--without-identity=anonymous");

    PullReport report = node.pull(configuration, onePull("app", Map.of()), "-repeat=3");

    assertThat(report.lookups()).hasSize(3).allSatisfy(l -> assertThat(l.auth()).isEmpty());
    assertThat(report.execs()).isEqualTo(3);
    assertThat(report.errors()).isZero();
    assertThat(report.log()).isEmpty();
  }

  @Test
  void isOnceForStaticPodsThatPullAsTheNode() {
    Configuration configuration = Configuration.of("ecr", "--without-token=node");
    Manifest manifest =
        new Manifest().staticPod(REGISTRY + "/team-a/one").staticPod(REGISTRY + "/team-a/two");

    PullReport report = node.pull(configuration, manifest, "-repeat=10");

    assertThat(report.lookups())
        .hasSize(20)
        .allSatisfy(l -> {
          assertThat(l.auth()).hasSize(1);
          assertThat(l.auth().getFirst().serviceAccount()).isNull();
        });
    assertThat(report.execs()).isEqualTo(1);
    assertThat(report.tokenRequests()).isZero();
  }

  /** Two pods, three images, one registry. */
  private static Manifest fourPulls() {
    return new Manifest()
        .serviceAccount("app", Clouds.AWS_IDENTITY)
        .pod("app", REGISTRY + "/team-a/app:1", REGISTRY + "/team-a/sidecar:1")
        .pod("app", REGISTRY + "/team-a/app:2", REGISTRY + "/team-a/tool:1");
  }

  private static Manifest onePull(String serviceAccount, Map<String, String> annotations) {
    return new Manifest()
        .serviceAccount(serviceAccount, annotations)
        .pod(serviceAccount, REGISTRY + "/team-a/app");
  }

  private int exchanges() {
    return node.clouds().received().requestsTo(STS).size();
  }
}
