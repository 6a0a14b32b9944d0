// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.spi.testing.TestTokens;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The exchange of {@code docs/providers.md} that sends the token in one request. */
class PostedTokenTest {
  private static final Secret TOKEN = TestTokens.TOKEN;

  @Test
  void theAnswerIsThePassword() {
    FakeConnections connections =
        new FakeConnections(
            HttpResponse.of(200, "{\"access_token\": \"secret-1\", \"expires_in\": 600}"));

    Credential credential = run(connections);

    assertThat(credential.username()).isEqualTo("org+robot");
    assertThat(credential.password().reveal()).isEqualTo("secret-1");
    assertThat(credential.expiry()).contains(TestTokens.ISSUED.plusSeconds(600));
    assertThat(connections.sent())
        .singleElement()
        .hasToString("POST https://registry.example.com/oauth/token");
  }

  @Test
  void aRefusalIsExplainedWithoutTheToken() {
    String echo = "{\"error\": \"access_denied\", \"message\": \"" + TOKEN.reveal() + "\"}";
    FakeConnections connections = new FakeConnections(HttpResponse.of(403, echo));

    assertThatThrownBy(() -> run(connections))
        .hasMessageContaining("as user org+robot (--test) for team-a/puller")
        .hasMessageContaining("access_denied")
        .hasMessageNotContaining(TOKEN.reveal())
        .extracting("kind")
        .isEqualTo(Kind.DENIED);
  }

  private static Credential run(FakeConnections connections) {
    return PostedToken.exchange(new Sourced<>("org+robot", "--test"))
        .run(
            TOKEN,
            TestTokens.claims().workload(),
            connections,
            Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC));
  }
}
