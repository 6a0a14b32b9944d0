// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Fault;
import dev.podpass.testkit.net.Faults;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is tried again, and what is not. */
@Timeout(60)
class RetryIntegrationTest extends RealServerFixture {
  static Stream<Arguments> passing() {
    return Stream.of(
        argumentSet("closed without an answer", Faults.closeUnanswered()),
        argumentSet("closed without being read", Faults.closeUnread()),
        argumentSet("closed in the handshake", Faults.closeInHandshake()),
        argumentSet("closed in the middle of the answer", Faults.closeMidBody()),
        argumentSet("503", Faults.status(503)),
        argumentSet("429", Faults.tooManyRequests(Duration.ZERO)),
        argumentSet("a proxy's 502", Faults.proxyRefuses(502)));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesAgainWhatMayPass(Fault fault) {
    serve(Answer.json(200, "{\"ok\":true}"));
    clouds.misbehave(HOST, fault, 1);

    try (RetryingConnections connections = open()) {
      assertThat(connections.send(REQUEST).text()).isEqualTo("{\"ok\":true}");
    }
  }
}
