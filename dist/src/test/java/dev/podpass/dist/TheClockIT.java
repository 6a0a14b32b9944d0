// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.ExamplePulls;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.AnswerReader;
import dev.podpass.testkit.kubelet.PluginRequest;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the node is stepped, between two pulls and in the midst of one. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TheClockIT {
  private static final String STS = "sts.us-east-1.amazonaws.com";
  private static final Duration LONGEST = Duration.ofHours(12);

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();
  @AutoClose private final MemoryDirectory directory = MemoryDirectory.create();
  private final PluginRequest lasting =
      ExamplePulls.ecr(
          clouds
              .issuer()
              .token()
              .issuedAt(Instant.now().minus(Duration.ofDays(3)))
              .lifetime(Duration.ofDays(6)));
  private MovedClock clock;
  private BuiltProgram podpass;

  @BeforeEach
  void prepare() throws IOException {
    clock = MovedClock.create(clouds.directory());
    podpass =
        clock.of(
            new BuiltProgram(clouds)
                .with("PODPASS_CACHE", "on")
                .with("PODPASS_CACHE_DIR", directory.toString()));
  }

  /** The token outlives each step: what is kept and how long is podpass's to decide. */
  @ParameterizedTest
  @ValueSource(strings = {"P1D", "-P1D", "PT13H", "-PT13H", "-PT6M"})
  void aStepBetweenTwoPullsCostsAnExchangeAtMost(String step) throws IOException {
    assertAnswered(podpass.run(lasting));
    int exchanges = clouds.received().requestsTo(STS).size();

    clock.move(Duration.parse(step));
    PluginRun moved = podpass.run(lasting);

    Contract.assertFailedOrGenuine(clouds, lasting, moved);
    if (moved.exitCode() == 0) {
      assertThat(moved.answer(AnswerReader.of(lasting)).cacheDuration().orElseThrow())
          .isBetween(Duration.ZERO, LONGEST);
    }
    clock.move(Duration.ZERO);
    assertAnswered(podpass.run(lasting));
    assertThat(clouds.received().requestsTo(STS).size()).isBetween(exchanges, exchanges + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1D", "-P1D"})
  void aTokenThatIsNotOfThisTimeIsAnsweredFromNoCache(String step) throws IOException {
    PluginRequest request = ExamplePulls.ecr(clouds.issuer().token());
    assertAnswered(podpass.run(request));

    clock.move(Duration.parse(step));

    Contract.assertFails(
        clouds, podpass.run(request), 77, "this node's clock says ", "correct the clock");
    clock.move(Duration.ZERO);
    assertAnswered(podpass.run(request));
    assertThat(clouds.received().requestsTo(STS)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"P2D", "-P2D"})
  void aStepWhileOneWaitsForAnothersExchangeKeepsTheDeadline(String step) throws Exception {
    clouds.delay(STS, Duration.ofSeconds(2));
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<PluginRun> leader = threads.submit(() -> podpass.run(lasting, "--deadline=30s"));
      while (!leader.isDone() && clouds.received().requestsTo(STS).isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      Future<PluginRun> waiter = threads.submit(() -> podpass.run(lasting, "--deadline=30s"));
      clock.move(Duration.parse(step));

      for (Future<PluginRun> run : List.of(leader, waiter)) {
        Contract.assertFailedOrGenuine(clouds, lasting, run.get());
        assertThat(run.get().duration()).isLessThan(Duration.ofSeconds(32));
      }
    }
    clouds.delay(STS, Duration.ZERO);
    clock.move(Duration.ZERO);
    assertAnswered(podpass.run(lasting));
  }

  private void assertAnswered(PluginRun run) {
    assertThat(run.exitCode()).as(run.stderr()).isZero();
    Contract.assertFailedOrGenuine(clouds, lasting, run);
  }
}
