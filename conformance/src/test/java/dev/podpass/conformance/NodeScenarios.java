// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The chart puts podpass on a node that has none. Run by conformance/cluster/run.sh, with the
 * inherited scenarios on the same node.
 */
class NodeScenarios extends NodeReleaseScenarios {
  private static final String FIRST = ClusterNode.ECR + "/team-a/first:1";
  private static final String GAR = ClusterNode.ARTIFACT_REGISTRY + "/my-project/apps/api:1";
  private static final String ACR = ClusterNode.ACR + "/apps/api:1";

  @Test
  void podsOfAllCloudsPullAsThemselvesWhenTheChartHasPutPodpassOnTheNode() {
    assertThat(runs("without", PULLER, ECR)).isFalse();
    node.delete(pods.removeLast());
    int restarts = kubelet.restarts();
    long sessions = sessions();
    long begin = System.nanoTime();

    ChartPod installer = apply(Map.of());
    ClusterNode.await("the chart's pod runs", installer::isRunning);
    print("from helm template to a Running pod", begin);
    awaitInstalled();
    print("from helm template to kubelet with podpass", begin);

    assertThat(runs("ecr", PULLER, ECR)).isTrue();
    assertThat(runs("gar", "gar-reader", GAR)).isTrue();
    assertThat(runs("acr", "app", ACR)).isTrue();
    assertThat(sessions()).isEqualTo(sessions + 1);
    assertThat(node.clouds().gcp().tokens())
        .anyMatch(token -> token.principal().endsWith(ClusterNode.GOOGLE_READER));
    assertThat(node.clouds().azure().refreshTokens()).isNotEmpty();
    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    assertPassesChangeNothing();
    System.out.printf("   memory between passes: %d KiB%n", Passes.memory());
    assertThat(Passes.memory()).isLessThan(25 << 10);
    assertThat(installer.status().output()).contains("podpass-acr", "unchanged");
    ClusterNode.await("the chart's pod is ready", installer::isReady);
    print("from helm template to a ready pod", begin);
  }

  /** How many sessions AWS has given to the service account. */
  private static long sessions() {
    return node.clouds().aws().sessions().stream()
        .filter(session -> session.name().endsWith("." + PULLER))
        .count();
  }

  @Test
  void aPrivateCaIsRotatedWithoutARestartOfKubelet() {
    String first = trustBundle();
    installWith("caBundle", Map.of("clusterTrustBundle", Map.of("name", "private-ca")));
    assertThat(privateCa()).contains(first);
    int restarts = kubelet.restarts();

    String second = trustBundle();

    ClusterNode.await("the node has the new CA", () -> privateCa().contains(second));
    assertThat(privateCa()).doesNotContain(first);
    assertThat(runs("rotated", PULLER, ECR)).isTrue();
    assertThat(kubelet.restarts()).isEqualTo(restarts);
  }

  /**
   * Gives the ClusterTrustBundle a new CA, of which a line is returned, for kubelet formats it
   * anew. The line is of the key: those before it are the same in all of these CAs.
   */
  private static String trustBundle() {
    String pem = new ServerCertificates(ServerKeys.P256).trustedPem();
    var _ =
        node.api()
            .apply(
                "/apis/certificates.k8s.io/v1/clustertrustbundles/private-ca",
                """
                apiVersion: certificates.k8s.io/v1
                kind: ClusterTrustBundle
                metadata: {name: private-ca}
                spec:
                  trustBundle: |
                %s
                """
                    .formatted(pem.indent(4)));
    return pem.lines().skip(6).findFirst().orElseThrow();
  }

  private static String privateCa() {
    try {
      return Files.readString(Path.of("/var/lib/podpass-ca.pem"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void newValuesRestartKubeletOnceAndLeaveRunningPodsAlone() {
    install(Map.of());
    assertThat(runs("undisturbed", PULLER, ECR)).isTrue();
    ClusterPod running = pods.getLast();
    String container = running.containerId(node.api());
    int restarts = kubelet.restarts();

    apply(Map.of("log-level", "info"));
    ClusterNode.await("kubelet is stopped for them", () -> kubelet.restarts() > restarts);
    ClusterPod meanwhile = ClusterPod.of("meanwhile", PULLER, FIRST);
    node.create(meanwhile);
    pods.add(meanwhile);
    awaitInstalled();

    ClusterNode.await("a pull meanwhile succeeds", () -> meanwhile.isRunning(node.api()));
    Passes.await(2);
    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    assertThat(isConfigured("--log-level=info")).isTrue();
    assertThat(running.isRunning(node.api())).isTrue();
    assertThat(running.containerId(node.api())).isEqualTo(container);
  }

  @Test
  void anotherVersionTakesThePlaceAndTheFirstTakesItBack() throws IOException {
    Path program = KubeletService.PLUGINS.resolve("podpass");
    install(Map.of());
    assertThat(Files.mismatch(program, BuiltPlugin.path())).isEqualTo(-1);

    installWith("image", image("next"));
    assertThat(Files.size(program)).isEqualTo(Files.size(BuiltPlugin.path()) + 1);
    assertThat(runs("upgraded", PULLER, ECR)).isTrue();

    install(Map.of());
    assertThat(Files.mismatch(program, BuiltPlugin.path())).isEqualTo(-1);
    assertThat(runs("downgraded", PULLER, ECR)).isTrue();
  }

  /** Three changes, each with a kill and some restarts: 90 seconds on a quiet machine. */
  @Test
  @Timeout(300)
  void aPassThatIsKilledIsCompletedByTheNext() {
    install(Map.of());

    assertCompleted("info", Passes::isChanging);
    assertCompleted("debug", () -> isConfigured("--log-level=debug"));
    int restarts = kubelet.restarts();
    assertCompleted("off", () -> kubelet.restarts() > restarts);

    assertThat(runs("completed", PULLER, ECR)).isTrue();
  }

  /** Has it killed at a moment while it puts other values on the node. */
  private static void assertCompleted(String level, BooleanSupplier moment) {
    int restarts = kubelet.restarts();
    apply(Map.of("log-level", level));
    Passes.killWhen(moment);
    assertThat(Passes.isChanging()).as("it was killed before it was done").isTrue();
    awaitInstalled();
    Passes.await(2);
    assertThat(Passes.outcome()).isEqualTo("UNCHANGED");
    assertThat(isConfigured("--log-level=" + level)).isTrue();
    assertThat(kubelet.restarts()).isBetween(restarts + 1, restarts + 2);
  }

  @Test
  void aKubeletThatGivesProvidersNoTokensIsLeftAloneUntilItDoes() throws IOException {
    String configuration = Files.readString(kubelet.configuration());
    Files.writeString(
        kubelet.configuration(),
        "featureGates: {" + KubeletService.TOKEN_GATE + ": false}\n",
        StandardOpenOption.APPEND);
    kubelet.restart();
    String process = kubelet.process();
    try {
      ChartPod installer = apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      Command.Result status = installer.status();
      assertThat(status.output())
          .contains(KubeletService.TOKEN_GATE + " is false, from " + kubelet.configuration());
      assertThat(status.status()).isEqualTo(78);
      assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Files.writeString(kubelet.configuration(), configuration);
      kubelet.restart();
    }

    awaitInstalled();
  }

  @Test
  void aConfigurationThatKubeletRefusesIsTakenBackAndNotTriedAgain() throws IOException {
    kubelet.refusePodpass(true);
    int restarts = kubelet.restarts();
    try {
      ChartPod installer = apply(Map.of("health-timeout", "30s"));
      ClusterNode.await("kubelet is stopped for it", () -> kubelet.restarts() > restarts);
      long begin = System.nanoTime();
      ClusterNode.await("it is taken back", () -> Passes.outcome().equals("ROLLED_BACK"));
      print("as before after kubelet's refusal", begin);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(90));
      assertVendorsFilesAsBefore();
      Passes.await(2);
      assertThat(Passes.outcome()).isEqualTo("FAILED_BEFORE");
      assertThat(kubelet.restarts()).isEqualTo(restarts + 2);
      Command.Result status = installer.status();
      assertThat(status.output())
          .contains("failed before", "kubelet was not healthy within 30 s of its restart");
      assertThat(status.status()).isEqualTo(78);
    } finally {
      kubelet.refusePodpass(false);
    }

    install(Map.of("log-level", "info"));
  }
}
