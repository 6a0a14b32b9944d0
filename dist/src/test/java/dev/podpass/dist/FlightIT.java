// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import dev.podpass.testkit.net.Faults;
import dev.podpass.testkit.oidc.Signing;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of those who wait for a process that does not come to a good end. */
class FlightIT extends CachingProgram {
  private static final String STS = "sts.us-east-1.amazonaws.com";

  @Test
  void behindAStoppedProcessOneExchangesForAllAndTheStoppedOneToo() throws Exception {
    Process leader = leaderInItsExchange("15s");
    signal("STOP", leader);

    PluginRun waiter = podpass().run(request("waiter"), "--deadline=20s");

    assertAnswered(waiter, request("waiter"));
    assertThat(waiter.duration()).isGreaterThan(Duration.ofSeconds(5));
    signal("CONT", leader);
    assertThat(leader.waitFor()).isZero();
    assertAnswered(podpass().run(request("next")), request("next"));
    assertThat(clouds.received().requestsTo(STS)).hasSize(2);
  }

  @Test
  void behindAProcessThatIsKilledTheNextOneLeadsAtOnce() throws Exception {
    Process leader = leaderInItsExchange("45s");
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<PluginRun> waiter = thread.submit(() -> podpass().run(request("waiter")));

      leader.destroyForcibly().waitFor();

      assertAnswered(waiter.get(), request("waiter"));
      assertThat(waiter.get().duration()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void anExpiredDeadlineIsToldToNobodyElse() {
    clouds.misbehave(STS, Faults.hang(), 1);
    PluginRun late = podpass().run(request("late"), "--deadline=3s");
    Contract.assertFails(clouds, late, 75, "no answer within the deadline of 3 s");

    PluginRun next = podpass().run(request("next"));

    assertAnswered(next, request("next"));
  }

  @Test
  void rejectedTokensOfOneServiceAccountDoNotQueue() throws Exception {
    int pulls = Math.min(60, BuiltProgram.concurrentPulls());
    clouds.delay(STS, Duration.ofMillis(300));
    List<PluginRequest> rejected =
        IntStream.range(0, pulls)
            .mapToObj(i -> ExamplePulls.ecr(token().pod("app-" + i).signed(Signing.WRONG_KEY)))
            .toList();

    for (PluginRun run : atOnce(podpass(), rejected)) {
      Contract.assertFails(clouds, run, 77, "InvalidIdentityToken");
      assertThat(run.stderr()).doesNotContain("for another pull");
    }
  }

  /** The cloud has its request and never answers it; the others it would answer. */
  private Process leaderInItsExchange(String deadline) throws IOException {
    clouds.misbehave(STS, Faults.hang(), 1);
    PluginRequest request = request("leader");
    ProcessBuilder builder = new ProcessBuilder(BuiltProgram.command("--deadline=" + deadline));
    builder.environment().clear();
    builder.environment().putAll(podpass().environment());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (var stdin = process.outputWriter()) {
      stdin.write(request.json());
    }
    while (process.isAlive() && clouds.received().requestsTo(STS).isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(process.isAlive()).isTrue();
    return process;
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }

  private static void assertAnswered(PluginRun run, PluginRequest request) {
    assertThat(run.answer(AnswerReader.of(request)).auth()).hasSize(1);
  }
}
