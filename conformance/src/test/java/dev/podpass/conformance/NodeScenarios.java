// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.pki.ServerCertificates;
import dev.podpass.testkit.pki.ServerKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * The chart puts podpass on a node that has none. Run by conformance/cluster/run.sh, with the
 * inherited scenarios on the same node.
 */
class NodeScenarios extends NodeAdmissionScenarios {
  /** More than a pass has. */
  private static final int MOST_RENAMES = 30;

  private static final String FIRST = ClusterNode.ECR + "/team-a/first:1";
  private static final String GAR = ClusterNode.ARTIFACT_REGISTRY + "/my-project/apps/api:1";
  private static final String ACR = ClusterNode.ACR + "/apps/api:1";

  @Test
  void podsOfAllCloudsPullAsThemselvesWhenTheChartHasPutPodpassOnTheNode() {
    assertThat(runs("without", PULLER, ECR)).isFalse();
    node.delete(pods.removeLast());
    int restarts = kubelet.restarts();
    long sessions = chart.sessions();
    long begin = System.nanoTime();

    ChartPod installer = chart.apply(Map.of());
    ClusterNode.await("the chart's pod runs", installer::isRunning);
    print("from helm template to a Running pod", begin);
    chart.awaitInstalled();
    print("from helm template to kubelet with podpass", begin);

    assertThat(runs("ecr", PULLER, ECR)).isTrue();
    assertThat(runs("gar", "gar-reader", GAR)).isTrue();
    assertThat(runs("acr", "app", ACR)).isTrue();
    assertThat(chart.sessions()).isEqualTo(sessions + 1);
    assertThat(node.clouds().gcp().tokens())
        .anyMatch(token -> token.principal().endsWith(ClusterNode.GOOGLE_READER));
    assertThat(node.clouds().azure().refreshTokens()).isNotEmpty();
    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    chart.assertPassesChangeNothing();
    System.out.printf("   memory between passes: %d KiB%n", Passes.memory());
    assertThat(Passes.memory()).isLessThan(25 << 10);
    assertThat(installer.status().output()).contains("podpass-acr", "unchanged");
    ClusterNode.await("the chart's pod is ready", installer::isReady);
    print("from helm template to a ready pod", begin);
  }

  @Test
  void aPrivateCaIsRotatedWithoutARestartOfKubelet() {
    String first = trustBundle();
    chart.installWithTrustBundle("private-ca");
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
    chart.install(Map.of());
    assertThat(runs("undisturbed", PULLER, ECR)).isTrue();
    ClusterPod running = pods.getLast();
    String container = running.containerId(node.api());
    int restarts = kubelet.restarts();

    chart.apply(Map.of("log-level", "info"));
    ClusterNode.await("kubelet is stopped for them", () -> kubelet.restarts() > restarts);
    ClusterPod meanwhile = ClusterPod.of("meanwhile", PULLER, FIRST);
    node.create(meanwhile);
    pods.add(meanwhile);
    chart.awaitInstalled();

    ClusterNode.await("a pull meanwhile succeeds", () -> meanwhile.isRunning(node.api()));
    Passes.await(2);
    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    assertThat(ChartOnNode.isConfigured("--log-level=info")).isTrue();
    assertThat(running.isRunning(node.api())).isTrue();
    assertThat(running.containerId(node.api())).isEqualTo(container);
  }

  @Test
  void anotherVersionTakesThePlaceAndTheFirstTakesItBack() throws IOException {
    Path program = KubeletService.PLUGINS.resolve("podpass");
    chart.install(Map.of());
    assertThat(Files.mismatch(program, BuiltPlugin.path())).isEqualTo(-1);

    chart.upgrade();
    assertThat(Files.size(program)).isEqualTo(Files.size(BuiltPlugin.path()) + 1);
    assertThat(runs("upgraded", PULLER, ECR)).isTrue();

    chart.install(Map.of());
    assertThat(Files.mismatch(program, BuiltPlugin.path())).isEqualTo(-1);
    assertThat(runs("downgraded", PULLER, ECR)).isTrue();
  }

  @Test
  void aPassThatIsKilledIsCompletedByTheNext() {
    chart.install(Map.of());

    assertCompleted("info", Passes::isChanging);
    assertCompleted("debug", () -> ChartOnNode.isConfigured("--log-level=debug"));
    int restarts = kubelet.restarts();
    assertCompleted("off", () -> kubelet.restarts() > restarts);

    assertThat(runs("completed", PULLER, ECR)).isTrue();
  }

  /** Whatever it changes takes its name by a rename, so these are the moments between two steps. */
  @Test
  void aPassThatIsKilledBeforeAnyOfItsRenamesIsCompletedByTheNext() {
    assumeThat(Command.attempt("strace", "-f", "-o", "/dev/null", "true").status())
        .as("NOT TESTED: strace is not there, or may not trace")
        .isZero();
    chart.install(Map.of());
    chart.chart().stop();
    int kills = 0;
    for (boolean killed = true; killed && kills < MOST_RENAMES; ) {
      String level = kills % 2 == 0 ? "info" : "debug";
      killed = OperatorsPass.isKilledBeforeRename(kills + 1, level);
      kills += killed ? 1 : 0;

      Command.Result next = OperatorsPass.run(level);

      String moment = "rename " + kills + ": " + next.output();
      assertThat(next.status()).as(moment).isZero();
      assertThat(Passes.isChanging()).as(moment).isFalse();
      assertThat(ChartOnNode.isConfigured("--log-level=" + level)).as(moment).isTrue();
      assertThat(kubelet.process()).as(moment).isNotEmpty();
      assertThat(OperatorsPass.run(level).output()).as(moment).contains("nothing had to be");
    }
    System.out.printf("   killed before each of %d renames%n", kills);
    // What is remembered before and after the configuration, it, and the account of the pass.
    assertThat(kills).isBetween(5, MOST_RENAMES - 1);
    assertThat(runs("killed", PULLER, ECR)).isTrue();
  }

  /** Has it killed at a moment while it puts other values on the node. */
  private static void assertCompleted(String level, BooleanSupplier moment) {
    int restarts = kubelet.restarts();
    chart.apply(Map.of("log-level", level));
    Passes.killWhen(moment);
    assertThat(Passes.isChanging()).as("it was killed before it was done").isTrue();
    chart.awaitInstalled();
    Passes.await(2);
    assertThat(Passes.outcome()).isEqualTo("UNCHANGED");
    assertThat(ChartOnNode.isConfigured("--log-level=" + level)).isTrue();
    assertThat(kubelet.restarts()).isBetween(restarts + 1, restarts + 2);
  }
}
