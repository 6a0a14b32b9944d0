// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.TestTokens;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest extends PullFixture {
  @Test
  void answersForTheExactHostWithAJitteredLifetime() {
    CredentialProviderResponse response =
        answer(FallbackPolicy.STRICT, request("registry.example:8443/team/app", TOKEN, ANNOTATED));

    assertThat(response.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(response.cacheDuration()).isEqualTo(Duration.ofSeconds(4_845));
    assertThat(response.auth())
        .hasValueSatisfying(auth -> {
          assertThat(auth.host()).isEqualTo("registry.example:8443");
          assertThat(auth.username()).isEqualTo("user");
          assertThat(auth.password().reveal()).isEqualTo("password");
        });
    assertThat(provider.exchanged()).hasSize(1);
    assertThat(provider.exchanged().getFirst().map(Secret::reveal)).contains(TOKEN);
  }

  @Test
  void tellsWhoPullsWhatAsWhom() {
    answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, ANNOTATED));

    assertThat(logged)
        .anyMatch(line ->
            line.startsWith("INFO answered")
                && line.contains("registry.example/app")
                && line.contains("role r1 (annotation example/role)")
                && line.contains("team-a/puller"))
        .noneMatch(line -> line.contains(TOKEN) || line.contains("password"));
  }

  @Test
  void aForeignHostIsRefusedBeforeTheTokenIsLookedAt() {
    assertRefused(
        Kind.BAD_REQUEST,
        FallbackPolicy.STRICT,
        request("registry.example.evil.example/app", "not-a-token", ANNOTATED),
        "no provider serves the registry registry.example.evil.example");
  }

  @Test
  void aTokenForAnotherAudienceIsNotExchanged() {
    String other = SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS);

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request("registry.example/app", other, ANNOTATED),
        "must have exactly aud");
    assertThat(provider.exchanged()).isEmpty();
  }

  @Test
  void aPlanThatUsesNoTokenDoesNotGetToSeeIt() {
    answer(
        new FallbackPolicy(Fallback.FAIL, Fallback.NODE),
        request("registry.example/app", TOKEN, Map.of()));

    assertThat(provider.exchanged()).containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3_600})
  void aCredentialThatHasExpiredAlreadyIsNone(long secondsAgo) {
    provider.expiring(CLOCK.instant().minusSeconds(secondsAgo));

    assertRefused(
        Kind.UNAVAILABLE,
        FallbackPolicy.STRICT,
        request("registry.example/app", TOKEN, ANNOTATED),
        "the credential for registry.example has expired already, at 2026-11-25T");
  }

  @Test
  void anAnonymousPullIsNotCached() {
    CredentialProviderResponse response =
        answer(
            new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL),
            request("registry.example/app", null, Map.of()));

    assertThat(response.auth()).isEmpty();
    assertThat(response.cacheDuration()).isZero();
    assertThat(provider.exchanged()).isEmpty();
  }

  @Test
  void aFailureThatEchoesTheTokenDoesNotShowIt() {
    String secret = "short-token";

    assertThatThrownBy(
            () -> answer(FallbackPolicy.STRICT, request(secret + ".example/app", secret, Map.of())))
        .hasMessageContaining("[secret].example")
        .message()
        .doesNotContain(secret);
  }
}
