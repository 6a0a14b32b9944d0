// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The last third of an answer's life: it is renewed, and outlasts an outage of the cloud. */
class NodeCacheRenewalTest extends CacheFixture {
  private static final Duration TWO_THIRDS = LIFE.multipliedBy(2).dividedBy(3);

  @Test
  void kubeletKeepsAnAnswerUntilItIsToBeRenewed() {
    Instant end = clock.instant().plus(TWO_THIRDS);

    assertThat(answer(cache, KEY, this::granted).until()).isEqualTo(end);
    clock.advance(Duration.ofMinutes(10));
    assertThat(answer(cache, KEY, this::granted).until()).isEqualTo(end);
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void kubeletKeepsWhatTheCacheDoesNotToItsEnd() {
    assertThat(answer(NodeCache.off(), KEY, this::granted).until())
        .isEqualTo(clock.instant().plus(LIFE));
  }

  @Test
  void aPullInTheLastThirdRenewsIt() {
    password(cache);

    clock.advance(TWO_THIRDS.minusSeconds(1));
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
    clock.advance(TWO_THIRDS.minusSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "TRY_AGAIN"})
  void whatIsLeftIsUsedToItsEndWhileTheCloudIsOut(Kind kind) {
    password(cache);
    clock.advance(TWO_THIRDS);
    Exchanging out = new Exchanging(failing(kind));

    Answered left = answer(out);

    assertThat(passwordOf(left)).isEqualTo("password-1");
    assertThat(left.until())
        .as("kubelet asks again soon")
        .isEqualTo(clock.instant().plusSeconds(60));
    assertThat(out.failed()).singleElement().extracting(CredentialException::kind).isEqualTo(kind);
    clock.advance(LIFE.minus(TWO_THIRDS).minusSeconds(1));
    Answered last = answer(out);
    assertThat(passwordOf(last)).isEqualTo("password-1");
    assertThat(last.until()).isEqualTo(clock.instant().plusSeconds(1));
    clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> answer(out)).hasMessage("it failed");
  }

  @Test
  void oneAttemptAMinuteIsMadeAndOneAtOnceWhenThatIsOver() {
    password(cache);
    clock.advance(TWO_THIRDS);
    Exchanging out = new Exchanging(failing(Kind.UNAVAILABLE));

    for (int second = 0; second < 60; second++) {
      answer(out);
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(exchanges).as("one before, one now").hasValue(2);
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @Test
  void aCloudThatAsksForALongerPauseHasItUpToFiveMinutes() {
    password(cache);
    clock.advance(TWO_THIRDS);
    answer(new Exchanging(failing(Kind.TRY_AGAIN), Duration.ofHours(1)));

    clock.advance(Duration.ofMinutes(5).minusSeconds(1));
    assertThat(password(cache)).isEqualTo("password-1");
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-3");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.EXCLUDE,
      names = {"UNAVAILABLE", "TRY_AGAIN"})
  void anyOtherFailureFailsThePull(Kind kind) {
    password(cache);
    clock.advance(TWO_THIRDS);

    assertThatThrownBy(() -> answer(new Exchanging(failing(kind))))
        .isInstanceOfSatisfying(
            CredentialException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void whatTheCloudHasTakenBackIsNotLeftToOthers() {
    password(cache);
    clock.advance(TWO_THIRDS);
    failure(cache, Advice.distrusted("fix the trust policy"));

    CredentialException other = failure(cache, Advice.distrusted("fix the trust policy"));

    assertThat(other.text()).endsWith("(a moment ago, for another pull)");
    assertThat(exchanges).as("one before, one now").hasValue(2);
    clock.advance(Duration.ofSeconds(5));
    failure(cache, Advice.distrusted("fix the trust policy"));
    assertThat(exchanges).hasValue(3);
  }

  @Test
  void theFaultOfATokenLeavesTheAnswerToOthers() {
    password(cache);
    clock.advance(TWO_THIRDS);
    failure(cache, Advice.denied("the clock is wrong"));

    Exchanging out = new Exchanging(failing(Kind.UNAVAILABLE));

    assertThat(passwordOf(answer(out))).isEqualTo("password-1");
  }

  @Test
  void noPullWaitsForARenewal() throws Exception {
    password(cache);
    clock.advance(TWO_THIRDS);
    try (SingleFlightLock other = store().flight(KEY)) {
      assertThat(other.take()).isTrue();

      assertThat(password(cache)).isEqualTo("password-1");
    }
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void aRenewalThatTakesTooLongIsAbandoned() {
    password(cache);
    clock.advance(TWO_THIRDS);
    CountDownLatch end = new CountDownLatch(1);
    Exchanging hanging =
        new Exchanging(() -> {
          try {
            end.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          throw CredentialException.of(Advice.unavailable("wait"), "it failed");
        });
    Deadline deadline = Deadline.of(Duration.ofMillis(400), Duration.ZERO);

    Answered left = cache.answer(KEY, ABOUT, deadline, hanging);

    end.countDown();
    assertThat(passwordOf(left)).isEqualTo("password-1");
    assertThat(hanging.failed())
        .singleElement()
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.TRY_AGAIN);
          assertThat(e.text())
              .startsWith("the exchange for registry.example as role r1 took longer than");
        });
    assertThat(password(cache)).as("no other pull tries now").isEqualTo("password-1");
  }

  @Test
  void aPauseOfBeforeTheClockWasSetBackIsNone() throws Exception {
    password(cache);
    clock.advance(TWO_THIRDS);
    store().mark(KEY, Store.RENEWAL, clock.instant().plus(Duration.ofMinutes(5)).plusSeconds(1));

    assertThat(password(cache)).isEqualTo("password-2");
  }

  private Answered answer(Exchanging exchange) {
    return cache.answer(KEY, ABOUT, Deadline.of(Duration.ofSeconds(45), Duration.ZERO), exchange);
  }

  private Supplier<Answered> failing(Kind kind) {
    return () -> {
      exchanges.incrementAndGet();
      throw new CredentialException(kind, "it failed");
    };
  }
}
