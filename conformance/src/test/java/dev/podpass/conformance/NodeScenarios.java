// SPDX-License-Identifier: Apache-2.0
package dev.podpass.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The chart puts podpass on a node that has none, and the node is as before when each scenario has
 * ended. Run by conformance/cluster/run.
 */
@SuppressWarnings("NullAway.Init")
class NodeScenarios {
  private static final String PULLER = ChartOnNode.PULLER;
  private static final String ECR = ClusterNode.ECR + "/team-a/app:1";
  private static final String FIRST = ClusterNode.ECR + "/team-a/first:1";
  private static final String GAR = ClusterNode.ARTIFACT_REGISTRY + "/my-project/apps/api:1";
  private static final String ACR = ClusterNode.ACR + "/apps/api:1";

  private static ChartOnNode chart;
  private static ClusterNode node;
  private static KubeletService kubelet;

  private final List<ClusterPod> pods = new ArrayList<>();

  @BeforeAll
  static void start() {
    chart = ChartOnNode.start();
    node = chart.node();
    kubelet = chart.kubelet();
    System.out.println("   " + node.versions());
  }

  @AfterAll
  static void stop() throws IOException {
    chart.close();
  }

  @AfterEach
  void theNodeIsAsBeforeWithoutPodpass() {
    pods.forEach(node::delete);
    long begin = System.nanoTime();
    chart.uninstall();
    print("uninstalled", begin);
    chart.assertAsBefore();
  }

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
  void aConfigurationThatKubeletRefusesIsTakenBackAndNotTriedAgain() throws IOException {
    String configuration = Files.readString(kubelet.configuration());
    Files.writeString(
        kubelet.configuration(),
        "featureGates: {KubeletServiceAccountTokenForCredentialProviders: false}\n",
        StandardOpenOption.APPEND);
    kubelet.restart();
    int restarts = kubelet.restarts();
    try {
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("kubelet is stopped for it", () -> kubelet.restarts() > restarts);
      long begin = System.nanoTime();
      ClusterNode.await("it is taken back", () -> Passes.outcome().equals("ROLLED_BACK"));
      print("as before after kubelet's refusal", begin);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(90));
      chart.assertVendorsFilesAsBefore();
      Passes.await(2);
      assertThat(Passes.outcome()).isEqualTo("FAILED_BEFORE");
      assertThat(kubelet.restarts()).isEqualTo(restarts + 2);
      Command.Result status = installer.status();
      assertThat(status.output())
          .contains("failed before", "tokenAttributes is not supported when");
      assertThat(status.status()).isEqualTo(78);
    } finally {
      Files.writeString(kubelet.configuration(), configuration);
      kubelet.restart();
    }

    chart.install(Map.of("log-level", "info"));
  }

  @Test
  void aReadOnlyPluginDirectoryIsLeftAloneUntilItCanBeWritten() {
    String plugins = KubeletService.PLUGINS.toString();
    String process = kubelet.process();
    Command.run("mount", "--bind", "-o", "ro", plugins, plugins);
    try {
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      Command.Result status = installer.status();
      assertThat(status.output()).contains("refused", plugins + " is read-only");
      assertThat(status.status()).isEqualTo(78);
      chart.assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Command.run("umount", plugins);
    }

    chart.awaitInstalled();
  }

  @Test
  void aFullDiskLeavesKubeletAsItIsUntilThereIsRoom() {
    String plugins = KubeletService.PLUGINS.toString();
    String process = kubelet.process();
    String disk = node.directory().resolve("disk").toString();
    Command.run("truncate", "--size=8M", disk);
    Command.run("mkfs.ext4", "-q", disk);
    Command.run("mount", "-o", "loop", disk, plugins);
    try {
      Command.run("rmdir", plugins + "/lost+found");
      Command.run("cp", "-a", chart.copyOf(KubeletService.PLUGINS) + "/.", plugins);
      ChartPod installer = chart.apply(Map.of());
      ClusterNode.await("it is refused", () -> Passes.outcome().equals("REFUSED"));

      assertThat(installer.status().output()).contains("No space left on device");
      chart.assertVendorsFilesAsBefore();
      assertThat(kubelet.process()).isEqualTo(process);
    } finally {
      Command.run("umount", plugins);
    }

    chart.awaitInstalled();
  }

  @Test
  void anExecutableThatIsCutShortIsReplaced() throws IOException {
    Path program = KubeletService.PLUGINS.resolve("podpass");
    chart.install(Map.of());
    try (FileChannel file = FileChannel.open(program, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(program) / 2);
    }

    ClusterNode.await("it is whole", () -> isWhole(program));

    assertThat(runs("replaced", PULLER, ECR)).isTrue();
  }

  private static boolean isWhole(Path program) {
    try {
      return Files.mismatch(program, BuiltPlugin.path()) == -1;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void whatARebootResetsIsPutBack() {
    chart.install(Map.of());
    chart.chart().stop();
    chart.reset();
    kubelet.restart();
    int restarts = kubelet.restarts();

    chart.install(Map.of());

    assertThat(kubelet.restarts()).isEqualTo(restarts + 1);
    assertThat(runs("rebooted", PULLER, ECR)).isTrue();
  }

  @Test
  void aProgramThatRewritesTheFileDoesNotMakeKubeletFlap() throws IOException {
    ChartPod installer = chart.install(Map.of());
    String process = kubelet.process();
    chart.rewrite();
    ClusterNode.await("it is repaired at once", () -> ChartOnNode.isConfigured("podpass-acr"));
    for (int i = 0; i < 3; i++) {
      chart.rewrite();
      Passes.await(2);
    }

    assertThat(Passes.outcome()).isEqualTo("BACKING_OFF");
    assertThat(kubelet.process()).isEqualTo(process);
    Command.Result status = installer.status();
    assertThat(status.output()).contains("another program keeps changing");
    assertThat(status.status()).isEqualTo(78);
    assertThat(runs("rewritten", PULLER, ECR)).isTrue();
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

  private boolean runs(String name, String serviceAccount, String image) {
    pods.add(ClusterPod.of(name, serviceAccount, image));
    return node.run(pods.getLast()).isRunning(node.api());
  }

  private static void print(String what, long begin) {
    System.out.printf("   %s: %d ms%n", what, (System.nanoTime() - begin) / 1_000_000);
  }
}
