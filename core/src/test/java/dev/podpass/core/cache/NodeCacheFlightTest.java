// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single flight: of the pulls that need the same answer, one makes the exchange. */
class NodeCacheFlightTest extends CacheFixture {
  @Test
  void oneOfManyMakesTheExchangeAndTheOthersWaitForIt() throws Exception {
    int pulls = 8;
    CyclicBarrier start = new CyclicBarrier(pulls);
    List<Callable<String>> all = new ArrayList<>();
    for (int i = 0; i < pulls; i++) {
      all.add(() -> {
        start.await();
        return password(cache);
      });
    }

    List<String> passwords = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(pulls)) {
      for (Future<String> pull : threads.invokeAll(all)) {
        passwords.add(pull.get());
      }
    }

    assertThat(passwords).hasSize(pulls).containsOnly("password-1");
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void waitsForALeaderNoLongerThanAThirdOfWhatIsLeft() throws Exception {
    PrivateDirectory place = new CacheDirectory(directory, false, true).open();
    try (SingleFlightLock stopped = SingleFlightLock.of(KEY, place)) {
      assertThat(stopped.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);

      assertThat(passwordOf(answer(cache, KEY, deadline, this::granted))).isEqualTo("password-1");

      assertThat(deadline.remaining()).isBetween(Duration.ofMillis(150), Duration.ofMillis(294));
    }
    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void waitsForASuccessorNoLongerThanHalfOfWhatIsLeft() throws Exception {
    try (SingleFlightLock stopped = store().flight(KEY)) {
      assertThat(stopped.take()).isTrue();
      assertThat(stopped.succeed()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);

      assertThat(passwordOf(answer(cache, KEY, deadline, this::granted))).isEqualTo("password-1");

      assertThat(deadline.remaining()).isLessThanOrEqualTo(Duration.ofMillis(240));
    }
  }

  @Test
  @Timeout(20)
  void anExchangeThatHangsIsLeftForTheAnswerOfAnotherPull() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Answered> pull =
          thread.submit(() ->
              answer(
                  cache,
                  KEY,
                  () -> {
                    hanging.countDown();
                    try {
                      end.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    throw CredentialException.of(Advice.unavailable("wait"), "it failed");
                  }));
      hanging.await();
      store().put(KEY, new CacheEntry(ABOUT, clock.instant(), granted()));

      assertThat(passwordOf(pull.get())).isEqualTo("password-1");
      end.countDown();
    }
  }

  @Test
  void whoWaitsForAnExchangeThatFailsOfItsOwnTokenGoesOnAlone() throws Exception {
    Store store = store();
    try (SingleFlightLock other = store.flight(KEY)) {
      assertThat(other.take()).isTrue();
      // Only a leader's giving up ends the wait in time: the lock is held until the end.
      Deadline deadline = Deadline.of(Duration.ofMinutes(10), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        CountDownLatch waiting = new CountDownLatch(1);
        Future<Answered> waiter =
            thread.submit(() -> {
              waiting.countDown();
              return answer(cache, KEY, deadline, this::granted);
            });
        waiting.await();
        while (!waiter.isDone()) {
          clock.advance(Duration.ofNanos(1_000));
          store.mark(KEY, Store.GAVE_UP, clock.instant());
        }
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
      assertThat(deadline.remaining()).isGreaterThan(Duration.ofMinutes(9).plusSeconds(52));
    }
  }

  @Test
  void aPullWhoseDeadlineEndsBeforeTheWaitOfTheCloudFailsWithoutAnExchange() throws Exception {
    store().mark(KEY, Store.THROTTLED, clock.instant().plusSeconds(9));
    Deadline deadline = Deadline.of(Duration.ofSeconds(8), Duration.ZERO);

    assertThatThrownBy(() -> answer(cache, KEY, deadline, this::granted))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.TRY_AGAIN);
              assertThat(e.line())
                  .startsWith("the exchange for registry.example as role r1 is not made: the cloud")
                  .contains("the deadline of 8 s ends before");
            });
    assertThat(exchanges).hasValue(0);
  }

  @Test
  void theNextLeaderSendsNothingBeforeTheWaitOfTheCloudIsOver() throws Exception {
    Instant end = clock.instant().plusSeconds(9);
    store().mark(KEY, Store.THROTTLED, end);
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Answered> pull =
          thread.submit(() ->
              answer(
                  cache,
                  KEY,
                  () -> {
                    assertThat(clock.instant()).isAfterOrEqualTo(end);
                    return granted();
                  }));
      while (!pull.isDone()) {
        clock.advance(Duration.ofMillis(1));
      }
      assertThat(passwordOf(pull.get())).isEqualTo("password-1");
    }
  }

  @Test
  void aThrottledExchangeLeavesTheEndOfItsWaitForOthers() throws Exception {
    var throttled = new Exchanging(this::granted, Duration.ofSeconds(4));

    cache.answer(KEY, ABOUT, Deadline.of(Duration.ofSeconds(45), Duration.ZERO), throttled);

    assertThat(store().marked(KEY, Store.THROTTLED)).contains(clock.instant().plusSeconds(4));
  }

  /** Also a wait that a clock has left which was set back since. */
  @Test
  void aWaitThatIsLongerThanAnyDeadlineIsNotObserved() throws Exception {
    store().mark(KEY, Store.THROTTLED, clock.instant().plusSeconds(61));

    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void aDirectoryThatIsDeletedEndsTheWait() throws Exception {
    PrivateDirectory place = new CacheDirectory(directory, false, true).open();
    try (SingleFlightLock stopped = SingleFlightLock.of(KEY, place)) {
      assertThat(stopped.take()).isTrue();
      Deadline deadline = Deadline.of(Duration.ofMinutes(10), Duration.ZERO);
      try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
        Future<Answered> waiter = thread.submit(() -> answer(cache, KEY, deadline, this::granted));
        Files.move(directory, above.resolve("moved"));
        assertThat(passwordOf(waiter.get())).isEqualTo("password-1");
      }
      assertThat(deadline.remaining()).isGreaterThan(Duration.ofMinutes(9).plusSeconds(52));
    }
  }

  @Test
  void exchangesAloneWhereThereCanBeNoLock() throws Exception {
    password(cache);
    Files.delete(entry());
    Files.delete(directory.resolve(SingleFlightLock.FILE));
    Process fifo =
        new ProcessBuilder(
                "mkfifo", "-m", "600", directory.resolve(SingleFlightLock.FILE).toString())
            .start();
    assertThat(fifo.waitFor()).isZero();

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-3");
  }
}
