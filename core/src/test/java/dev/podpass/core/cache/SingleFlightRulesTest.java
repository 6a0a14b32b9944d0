// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.cache.FlightModel.Fate;
import dev.podpass.core.cache.FlightModel.Incident;
import dev.podpass.core.cache.FlightModel.Pull;
import dev.podpass.core.cache.FlightModel.Result;
import dev.podpass.core.cache.SingleFlightRules.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every combination of three pulls: what their exchanges come to, how long they take, when they
 * begin, and which of them is killed, stopped, or stopped and continued.
 */
@Tag("slow")
class SingleFlightRulesTest {
  private static final int PULLS = 3;

  /** Of an answer that outlasts all of a run. */
  private static final int LONG = 1_000;

  private static final int[][] ARRIVALS = {{0, 0, 0}, {0, 0, 1}, {0, 1, 2}, {1, 0, 0}, {0, 3, 9}};

  /** With an answer that ends while pulls are at it, too. */
  @ParameterizedTest
  @CsvSource({"45, 0", "8, 0", "1, 0", "45, 2"})
  void noPullIsWorseOffThanWithoutACacheByMoreThanItsWait(int left, int answerLeft) {
    everyRun(
        left,
        Fate.all(),
        answerLeft,
        run ->
            unharmed(run)
                .forEach(pull ->
                    assertThat(pull.ended())
                        .as("%s in %s", pull, run)
                        .isBetween(
                            0, pull.arrival() + pull.patience() + pull.fate().seconds() + 1)));
  }

  /** Those that no incident has befallen. */
  private static Stream<Pull> unharmed(FlightModel run) {
    return run.pulls().stream().filter(pull -> pull.fate().incident() == Incident.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 8, 1})
  void onlyAFailureThatReachesTheWorkloadIsToldToOthers(int left) {
    everyRun(
        left,
        run -> {
          for (Pull pull : run.pulls()) {
            if (pull.ended() >= 0 && pull.result() != pull.fate().result()) {
              assertThat(pull.result()).as("%s in %s", pull, run).isNotEqualTo(Result.OWN_FAILURE);
              assertThat(run.pulls())
                  .as("%s in %s", pull, run)
                  .anyMatch(other -> other.fate().result() == pull.result());
            }
          }
        });
  }

  /** A cloud that is slow for all: the leader's answer comes before that of any other exchange. */
  @ParameterizedTest
  @CsvSource({"45, 11", "45, 22", "45, 40", "9, 5", "7, 5", "7, 6"})
  void noPullOfASlowCloudIsSlowerThanWithoutACache(int left, int seconds) {
    FlightModel run = together(30, left, seconds, Incident.NONE);

    for (Pull pull : run.pulls()) {
      assertThat(pull.ended()).as("%s", pull).isBetween(0, seconds);
      assertThat(pull.result()).isEqualTo(Result.ANSWER);
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 1", "21, 2"})
  void aSlowCloudReceivesTheExchangesOfALeaderAndItsSuccessor(int seconds, int exchanges) {
    assertThat(together(110, 45, seconds, Incident.NONE).exchanges()).isEqualTo(exchanges);
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 9})
  void behindALeaderThatIsStoppedOneOfThoseThatWaitExchanges(int left) {
    FlightModel run = together(60, left, 1, Incident.STOPPED);

    assertThat(run.exchanges()).isEqualTo(2);
    assertThat(run.pulls().stream().skip(1)).allMatch(pull -> pull.ended() <= left / 3 + 1);
  }

  /** Pulls that begin at once, with an incident of the first. */
  private static FlightModel together(int pulls, int left, int seconds, Incident ofFirst) {
    List<Pull> all = new ArrayList<>();
    for (int i = 0; i < pulls; i++) {
      Incident incident = i == 0 ? ofFirst : Incident.NONE;
      all.add(new Pull(new Fate(Result.ANSWER, seconds, incident, 0), 0, left));
    }
    FlightModel run = new FlightModel(all);
    run.run();
    return run;
  }

  @Test
  void pullsWithoutAFaultMakeOneExchange() {
    everyRun(
        45,
        run -> {
          if (run.pulls().stream().allMatch(SingleFlightRulesTest::quickAndGood)) {
            assertThat(run.exchanges()).as("%s", run).isOne();
          }
        });
  }

  @Test
  void eachLeaderThatIsKilledCostsOneExchangeMore() {
    everyRun(
        45,
        run -> {
          List<Pull> living =
              run.pulls().stream().filter(p -> p.fate().incident() != Incident.KILLED).toList();
          if (living.stream().allMatch(SingleFlightRulesTest::quickAndGood)) {
            assertThat(run.exchanges())
                .as("%s", run)
                .isLessThanOrEqualTo(1 + PULLS - living.size());
          }
        });
  }

  @Test
  void faultsOfTokensDoNotQueue() {
    everyRun(
        45,
        run -> {
          int longest = run.pulls().stream().mapToInt(p -> p.fate().seconds()).max().orElseThrow();
          if (run.pulls().stream().allMatch(p -> p.fate().incident() == Incident.NONE)) {
            for (Pull pull : run.pulls()) {
              assertThat(pull.ended())
                  .as("%s in %s", pull, run)
                  .isLessThanOrEqualTo(pull.arrival() + longest + pull.fate().seconds() + 1);
            }
          }
        });
  }

  private static boolean quickAndGood(Pull pull) {
    return pull.fate().incident() == Incident.NONE
        && pull.fate().result() == Result.ANSWER
        && pull.fate().seconds() < pull.patienceForLeader();
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 8, 1})
  void noPullSendsARequestBeforeTheEndOfTheWaitThatTheCloudRequests(int left) {
    everyRun(
        left,
        Fate.throttled(),
        0,
        run -> assertThat(run.exchangesWhileThrottled()).as("%s", run).isZero());
  }

  @ParameterizedTest
  @ValueSource(ints = {45, 8, 1})
  void aThrottledPullEndsWithItsOwnExchangeOrWithTheLastWait(int left) {
    everyRun(
        left,
        Fate.throttled(),
        0,
        run -> {
          unharmed(run)
              .forEach(pull -> {
                int begins = Math.max(pull.arrival() + pull.patience(), run.settled());
                assertThat(pull.ended())
                    .as("%s in %s", pull, run)
                    .isBetween(0, begins + pull.fate().asked() + pull.fate().seconds() + 1);
              });
        });
  }

  /**
   * An exchange of 5.2 s ends before the deadline of most pulls that would begin one of their own.
   */
  @Test
  void aCloudThatNeedsMoreThanHalfOfTheDeadlineIsNotAskedByEachPull() {
    long exchanging =
        IntStream.range(0, 30)
            .mapToObj(i -> SingleFlightRules.patience(Duration.ofSeconds(9), i / 30.0))
            .filter(patience -> patience.forSuccessor().compareTo(Duration.ofMillis(5_200)) < 0)
            .count();

    assertThat(exchanging).isBetween(1L, 8L);
    assertThat(SingleFlightRules.patience(Duration.ofSeconds(9), 1))
        .isEqualTo(new Patience(Duration.ofMillis(2_400), Duration.ofMillis(7_500)));
  }

  @Test
  void ofPullsThatTheCloudThrottlesAndThenAnswersOneMakesTheExchange() {
    everyRun(
        45,
        Fate.throttled(),
        0,
        run -> {
          if (run.pulls().stream().allMatch(SingleFlightRulesTest::quickAndGood)) {
            assertThat(run.exchanges()).as("%s", run).isOne();
          }
        });
  }

  /** Only the fault of its own token fails a pull while there is an answer. */
  @ParameterizedTest
  @ValueSource(ints = {45, 8})
  void aCloudThatIsOutFailsNoPullWhileAnAnswerIsLeftAndHoldsUpOneAtATime(int left) {
    everyRun(
        left,
        Fate.all(),
        LONG,
        run -> {
          unharmed(run)
              .forEach(pull -> {
                assertThat(pull.ended())
                    .as("%s in %s", pull, run)
                    .isBetween(0, pull.arrival() + pull.renewalPatience());
                assertThat(pull.result())
                    .as("%s in %s", pull, run)
                    .isNotEqualTo(Result.WORKLOAD_FAILURE);
              });
          long delayed = run.pulls().stream().filter(p -> p.ended() > p.arrival()).count();
          assertThat(delayed).as("%s", run).isLessThanOrEqualTo(run.exchanges());
        });
  }

  @Test
  void whatIsLeftIsRenewedByOneOfItsPulls() {
    everyRun(
        45,
        Fate.all(),
        LONG,
        run -> {
          long again =
              run.pulls().stream()
                  .filter(p ->
                      p.fate().incident() == Incident.KILLED
                          || p.fate().result() == Result.OWN_FAILURE)
                  .count();
          assertThat(run.exchanges()).as("%s", run).isBetween(1, 1 + (int) again);
        });
  }

  private static void everyRun(int left, Consumer<FlightModel> check) {
    everyRun(left, Fate.all(), 0, check);
  }

  private static void everyRun(
      int left, List<Fate> fates, int answerLeft, Consumer<FlightModel> check) {
    for (int[] arrivals : ARRIVALS) {
      for (int code = 0; code < Math.powExact(fates.size(), PULLS); code++) {
        List<Pull> pulls = new ArrayList<>();
        for (int i = 0, rest = code; i < PULLS; i++, rest /= fates.size()) {
          pulls.add(new Pull(fates.get(rest % fates.size()), arrivals[i], left));
        }
        FlightModel run = new FlightModel(pulls, answerLeft);
        run.run();
        check.accept(run);
      }
    }
  }
}
