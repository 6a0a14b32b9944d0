// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The deadline, against everything that can be slow. */
@Timeout(60)
class DeadlineIntegrationTest extends RealServerFixture {
  static Stream<Arguments> slowness() {
    return Stream.of(
        argumentSet("no answer", Faults.hang()),
        argumentSet("dripping header", Faults.dripHeader()),
        argumentSet("dripping body", Faults.dripBody()),
        argumentSet("silence in the handshake", Faults.hangInHandshake()),
        argumentSet("a proxy that hangs", Faults.proxyHangs()));
  }

  @ParameterizedTest
  @MethodSource("slowness")
  void endsAtTheDeadlineWhateverIsSlow(Fault fault) {
    serve(Answer.json(200, "{}"));
    misbehave(fault);
    deadline = Duration.ofSeconds(1);
    Deadline tooLate = Deadline.of(Duration.ofSeconds(3), Duration.ZERO);

    assertFails(Kind.TRY_AGAIN, "no answer within the deadline of 1 s");
    assertThat(tooLate.expired()).isFalse();
  }

  @Test
  void endsAtTheDeadlineIfTheResolverHangs() {
    CountDownLatch never = new CountDownLatch(1);
    lookup =
        name -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(name);
        };
    deadline = Duration.ofSeconds(1);
    Deadline tooLate = Deadline.of(Duration.ofSeconds(3), Duration.ZERO);

    try (RetryingConnections connections = open("http://proxy.example:1")) {
      assertThatThrownBy(() -> connections.send(REQUEST))
          .hasMessageContaining("no answer within the deadline of 1 s");
    }
    assertThat(tooLate.expired()).isFalse();
    never.countDown();
  }
}
