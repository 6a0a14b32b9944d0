// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy;
import dev.podpass.spi.token.ValidatedToken;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The plan of {@code docs/providers.md} that exchanges the token in one request. */
class PostedTokenPlanTest {
  private static final String AUDIENCE = "registry.example.com";
  private static final Clock CLOCK = Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC);
  private static final ServiceAccountToken TOKEN = TestTokens.tokenFor(AUDIENCE);

  private final PostedTokenPlan plan =
      new PostedTokenPlan(
          RegistryHost.parse(AUDIENCE), new Sourced<>("org+robot", "--test"), AUDIENCE, CLOCK);
  private final ValidatedToken token =
      TokenPolicy.at(CLOCK).anyIssuer().unverifiedSignature().validate(TOKEN, plan.audiences());

  @Test
  void theAnswerIsThePassword() {
    FakeConnections connections =
        new FakeConnections(
            HttpResponse.of(200, "{\"access_token\": \"secret-1\", \"expires_in\": 600}"));

    RegistryCredential credential = (RegistryCredential) plan.exchange(token, connections);

    assertThat(credential.username()).isEqualTo("org+robot");
    assertThat(credential.password().reveal()).isEqualTo("secret-1");
    assertThat(credential.expiry()).contains(TestTokens.ISSUED.plusSeconds(600));
    assertThat(connections.sent())
        .singleElement()
        .hasToString("POST https://registry.example.com/oauth/token");
  }

  @Test
  void aRefusalIsExplainedWithoutTheToken() {
    String echo = "{\"error\": \"access_denied\", \"message\": \"" + token.value().reveal() + "\"}";
    FakeConnections connections = new FakeConnections(HttpResponse.of(403, echo));

    assertThatThrownBy(() -> plan.exchange(token, connections))
        .hasMessageContaining("access_denied")
        .hasMessageNotContaining(token.value().reveal())
        .extracting("kind")
        .isEqualTo(Kind.DENIED);
  }
}
