// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.CachedOutcome.Answered;
import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures are shared, and for how long. */
class NodeCacheFailureTest extends CacheFixture {
  @Test
  void remembersForAMomentThatTheWorkloadIsNotTrusted() {
    CredentialException first = failure(cache, Advice.distrusted("fix the trust policy"));
    CredentialException second = failure(cache, Advice.distrusted("fix the trust policy"));

    assertThat(exchanges).hasValue(1);
    assertThat(second.kind()).isEqualTo(Kind.DENIED);
    assertThat(second.line())
        .isEqualTo(first.text() + " (a moment ago, for another pull); hint: fix the trust policy");
    clock.advance(Duration.ofSeconds(5));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void remembersThrottlingForAsLongAsTheCloudAsks() {
    CacheMiss throttled = new Exchanging(refusing(Advice.throttled("wait")), Duration.ofMinutes(2));
    Deadline deadline = Deadline.of(Duration.ofSeconds(45), Duration.ZERO);
    assertThatThrownBy(() -> cache.answer(KEY, ABOUT, deadline, throttled)).hasMessage("it failed");

    clock.advance(Duration.ofSeconds(119));

    assertThat(failure(cache, Advice.throttled("wait")).kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(exchanges).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @Test
  void aTokensOwnFaultDoesNotFailItsSiblings() {
    failure(cache, Advice.denied("the clock is wrong"));
    failure(cache, Advice.configuration("the audience is wrong"));
    failure(cache, Advice.unavailable("no such key").ofThisTokenAlone());

    assertThat(exchanges).hasValue(3);
    assertThat(password(cache)).isEqualTo("password-4");
  }

  @Test
  void anOldSignThatALeaderGaveUpMeansNothing() {
    failure(cache, Advice.denied("the clock is wrong"));
    assertThat(directory.resolve(KEY.fileName() + ".gave-up")).isEmptyFile();

    assertThat(password(cache)).isEqualTo("password-2");
    assertThat(password(cache)).isEqualTo("password-2");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "TRY_AGAIN"})
  void aPullThatWouldFailForNowTakesTheAnswerOfAnother(Kind kind) {
    Answered taken = answer(cache, KEY, failingWhileAnotherIsGranted(kind));

    assertThat(passwordOf(taken)).isEqualTo("password-1");
    assertThat(password(cache)).isEqualTo("password-1");
  }

  @Test
  void aDenialFailsThePullAndTakesNoAnswerAway() {
    assertThatThrownBy(() -> answer(cache, KEY, failingWhileAnotherIsGranted(Kind.DENIED)))
        .hasMessage("it failed");

    assertThat(password(cache)).isEqualTo("password-1");
  }

  /** Another's exchange comes to its end meanwhile. */
  private Supplier<Answered> failingWhileAnotherIsGranted(Kind kind) {
    Deadline soon = Deadline.of(Duration.ofSeconds(1), Duration.ZERO);
    return () -> {
      answer(cache, KEY, soon, this::granted);
      throw new CredentialException(kind, "it failed").withScope(FailureScope.WORKLOAD);
    };
  }
}
