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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many pulls of a node in the same moment: what a cloud receives of them, and what is counted. */
@Tag("executable")
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
        .with("PODPASS_AUDIT_LOG", audit().toString());
  }

  private List<PluginRun> storm(int pulls, BuiltProgram program, String... arguments)
      throws Exception {
    return storm(
        IntStream.range(0, pulls).mapToObj(i -> request("app-" + i)).toList(), program, arguments);
  }

  private static List<PluginRun> storm(
      List<PluginRequest> requests, BuiltProgram program, String... arguments) throws Exception {
    List<Callable<PluginRun>> all = new ArrayList<>();
    for (PluginRequest request : requests) {
      all.add(() -> program.run(request, arguments));
    }
    List<PluginRun> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
      for (Future<PluginRun> run : threads.invokeAll(all)) {
        runs.add(run.get());
      }
    }
    return runs;
  }

  @Test
  void aCloudThatThrottlesReceivesTheRequestsOfOnePull() throws Exception {
    clouds.misbehave(STS, Faults.tooManyRequests(Duration.ofSeconds(1)));

    List<PluginRun> runs = storm(40, podpass(), "--deadline=8s");

    for (PluginRun run : runs) {
      FailureContract.assertFails(clouds, run, 75, "throttles");
    }
    assertThat(clouds.received().requestsTo(STS)).hasSizeLessThan(10);
  }

  @Test
  void pullsWaitForTheOneThatTheCloudThrottlesAndThenAnswers() throws Exception {
    clouds.misbehave(STS, Faults.tooManyRequests(Duration.ofSeconds(4)), 3);

    List<PluginRun> runs = storm(40, podpass());

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

    List<PluginRun> runs = storm(30, podpass(), "--deadline=7s");

    assertThat(runs).extracting(PluginRun::exitCode).containsOnly(0);
  }

  @Test
  void aSlowCloudReceivesFewExchangesAndDelaysNoPullTwice() throws Exception {
    clouds.delay(Duration.ofMillis(2_400));
    List<PluginRequest> ofEightAccounts =
        IntStream.range(0, 110)
            .mapToObj(i -> ExamplePulls.ecr(token().serviceAccount("team-a", "app-" + i % 8)))
            .toList();

    List<PluginRun> runs = storm(ofEightAccounts, podpass());

    assertThat(runs).extracting(PluginRun::exitCode).containsOnly(0);
    assertThat(runs).allMatch(run -> run.duration().compareTo(Duration.ofSeconds(15)) < 0);
    assertThat(clouds.received().requestsTo(STS)).hasSizeBetween(8, 20);
  }

  @Test
  void eachPullIsCountedAndAudited() throws Exception {
    int pulls = 200;

    List<PluginRun> runs = storm(pulls, observed());

    assertThat(runs).allMatch(run -> run.exitCode() == 0);
    assertThat(counted()).isEqualTo(pulls);
    assertThat(Files.readAllLines(audit()).size() + lost()).isEqualTo(pulls);
  }

  @Test
  void eachPullThatEndsAtTheDeadlineIsCounted() throws Exception {
    int pulls = 60;
    clouds.misbehave(STS, Faults.hang());

    List<PluginRun> runs = storm(pulls, observed().with("PODPASS_CACHE", "off"), "--deadline=5s");

    assertThat(runs).allMatch(run -> run.exitCode() == 75);
    assertThat(counted()).isEqualTo(pulls);
    assertThat(Files.readAllLines(audit()).size() + lost()).isEqualTo(pulls);
  }

  private int counted() throws IOException {
    return sum("podpass_requests_total{");
  }

  private int lost() throws IOException {
    return sum("podpass_audit_lines_lost_total{");
  }

  private int sum(String family) throws IOException {
    return Files.readAllLines(metrics()).stream()
        .filter(line -> line.startsWith(family))
        .mapToInt(line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
