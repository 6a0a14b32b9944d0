// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many pulls of a node in the same moment: what a cloud receives of them, and what is counted. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StormIT extends CachingProgram {
  private static final String STS = "sts.us-east-1.amazonaws.com";

  private Path metrics() {
    return clouds.directory().resolve("podpass.prom");
  }

  private Path audit() {
    return clouds.directory().resolve("audit.jsonl");
  }

  private BuiltProgram observed() {
    return podpass()
        .with("PODPASS_METRICS_FILE", metrics().toString())
        .with("PODPASS_AUDIT_LOG", audit().toString())
        .with("PODPASS_LOG_LEVEL", "info");
  }

  /** Two hundred JVMs are more than a machine for builds has memory for. */
  @BeforeAll
  static void needsTheExecutable() {
    var _ = BuiltProgram.requireExecutable();
  }

  @Test
  void aCloudThatThrottlesReceivesTheRequestsOfOnePull() throws Exception {
    clouds.misbehave(STS, Faults.tooManyRequests(Duration.ofSeconds(1)));

    List<PluginRun> runs = atOnce(podpass(), requests(40), "--deadline=8s");

    for (PluginRun run : runs) {
      Contract.assertFails(clouds, run, 75, "throttles");
    }
    assertThat(clouds.received().requestsTo(STS)).hasSizeLessThan(10);
  }

  @Test
  void pullsWaitForTheOneThatTheCloudThrottlesAndThenAnswers() throws Exception {
    clouds.misbehave(STS, Faults.tooManyRequests(Duration.ofSeconds(4)), 3);

    List<PluginRun> runs = atOnce(podpass(), requests(40));

    for (PluginRun run : runs) {
      assertThat(run.answer(AnswerReader.of(request("app-0"))).loginsFor(ExampleWorld.IMAGE))
          .hasSize(1);
    }
    assertThat(clouds.received().requestsTo(STS)).hasSize(4);
  }

  /** An exchange has four round trips. */
  @Test
  void aCloudThatAnswersShortlyBeforeTheDeadlineFailsNoPull() throws Exception {
    clouds.delay(Duration.ofMillis(1_300));

    List<PluginRun> runs = atOnce(podpass(), requests(30), "--deadline=7s");

    assertThat(runs).extracting(PluginRun::exitCode).containsOnly(0);
  }

  @Test
  void aSlowCloudReceivesFewExchangesAndDelaysNoPullTwice() throws Exception {
    clouds.delay(Duration.ofMillis(2_400));
    List<PluginRequest> ofEightAccounts =
        IntStream.range(0, 110)
            .mapToObj(i -> ExamplePulls.ecr(token().serviceAccount("team-a", "app-" + i % 8)))
            .toList();

    List<PluginRun> runs = atOnce(podpass(), ofEightAccounts);

    assertThat(runs).extracting(PluginRun::exitCode).containsOnly(0);
    assertThat(runs).allMatch(run -> run.duration().compareTo(Duration.ofSeconds(15)) < 0);
    assertThat(clouds.received().requestsTo(STS)).hasSizeBetween(8, 20);
  }

  @Test
  void eachPullIsCountedAndAudited() throws Exception {
    List<PluginRun> runs = atOnce(observed(), requests(200));

    assertThat(runs).allMatch(run -> run.exitCode() == 0);
    assertCountedAndAudited(runs);
  }

  @Test
  void eachPullThatEndsAtTheDeadlineIsCounted() throws Exception {
    clouds.misbehave(STS, Faults.hang());

    List<PluginRun> runs =
        atOnce(observed().with("PODPASS_CACHE", "off"), requests(60), "--deadline=5s");

    assertThat(runs).allMatch(run -> run.exitCode() == 75);
    assertCountedAndAudited(runs);
  }

  /** No pull is lost in silence: on a busy machine, few give up the lock, and say so. */
  private void assertCountedAndAudited(List<PluginRun> runs) throws IOException {
    int pulls = runs.size();
    int uncounted = saying("metrics (are not written|abandoned)", runs);
    int unaudited = saying("audit line (is not written|abandoned)", runs);

    assertThat(uncounted + unaudited).isLessThan(pulls / 4);
    assertThat(sum("podpass_requests_total{")).isBetween(pulls - uncounted, pulls);
    assertThat(Files.readAllLines(audit()).size()).isBetween(pulls - unaudited, pulls);
    assertThat(sum("podpass_audit_lines_lost_total{"))
        .isBetween(Math.max(0, unaudited - uncounted), unaudited);
  }

  private static int saying(String what, List<PluginRun> runs) {
    Pattern said = Pattern.compile("podpass: (info|warning) " + what);
    return (int) runs.stream().filter(run -> said.matcher(run.stderr()).find()).count();
  }

  private int sum(String family) throws IOException {
    return Files.readAllLines(metrics()).stream()
        .filter(line -> line.startsWith(family))
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
