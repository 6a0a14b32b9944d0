// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.testkit.net.Answer;
import dev.podpass.testkit.net.Faults;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connecting ahead of the first request. */
@Timeout(60)
class PreconnectIntegrationTest extends RealServerFixture {
  @Test
  void connectsAheadOnceAndSendsOverThatConnection() {
    serve(Answer.json(200, "{}"));

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri(), URI.create("https://cloud.example/other")));

      assertThat(connections.send(REQUEST).status()).isEqualTo(200);
    }
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(1);
    assertThat(clouds.received().requests()).hasSize(1);
  }

  @Test
  void whatFailsAheadIsTheFirstRequestsFailure() {
    serve(Answer.json(200, "{}"));
    misbehave(Faults.proxyRefuses(403));

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri()));

      assertThatThrownBy(() -> connections.send(REQUEST)).hasMessageContaining("HTTP 403");
    }
    assertThat(clouds.received().proxyRequests()).hasSize(1);
  }

  @Test
  void whatPassesAheadIsTriedAgain() {
    serve(Answer.json(200, "{}"));
    clouds.misbehave(HOST, Faults.closeInHandshake(), 1);

    try (RetryingConnections connections = open()) {
      connections.preconnect(List.of(REQUEST.uri()));

      assertThat(connections.send(REQUEST).status()).isEqualTo(200);
    }
    assertThat(clouds.received().connectsTo(HOST + ":443")).hasSize(2);
  }
}
