// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podpass.core.http.Deadline;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
    Exchange throttled = new Exchanging(refusing(Advice.throttled("wait")), Duration.ofMinutes(2));
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

  @Test
  void aFailureTakesNoAnswerAway() {
    Deadline soon = Deadline.of(Duration.ofSeconds(1), Duration.ZERO);
    CredentialException failure =
        catchThrowableOfType(
            CredentialException.class,
            () ->
                answer(
                    cache,
                    KEY,
                    () -> {
                      // Another's exchange comes to its end meanwhile.
                      answer(cache, KEY, soon, this::granted);
                      throw CredentialException.of(Advice.throttled("wait"), "it failed");
                    }));

    assertThat(failure.kind()).isEqualTo(Kind.TRY_AGAIN);
    assertThat(password(cache)).isEqualTo("password-1");
  }
}
