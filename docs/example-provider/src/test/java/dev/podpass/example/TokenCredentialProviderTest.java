// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CredentialAnswer.CacheKeyType;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.CredentialRequest;
import dev.podpass.spi.ExchangePlan;
import dev.podpass.spi.ExchangePlan.AnonymousPlan;
import dev.podpass.spi.ExchangePlan.PodTokenPlan;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.KubeletProfile.CacheType;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.ServiceAccountToken;
import dev.podpass.spi.token.TokenPolicy;
import dev.podpass.spi.token.ValidatedToken;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Needs the contract and its test fixtures alone: no engine, no network, no certificates. */
class TokenCredentialProviderTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("registry.example.com:5000/team/app");
  private static final ServiceAccountToken TOKEN = TestTokens.tokenFor("registry.example.com");
  private static final TokenPolicy POLICY =
      TokenPolicy.at(Clock.fixed(TestTokens.ISSUED, ZoneOffset.UTC))
          .anyIssuer()
          .unverifiedSignature();

  private final TokenCredentialProvider provider = new TokenCredentialProvider();
  private final ProviderSettings unset = ProviderSettings.with(FallbackPolicy.STRICT);
  private final ProviderSettings settings =
      unset
          .set(TokenCredentialProvider.REGISTRY, flag("registry.example.com:5000"))
          .set(TokenCredentialProvider.USERNAME, flag("org+robot"));

  @Test
  void theTokenIsThePasswordForAsLongAsItLives() {
    FakeConnections connections = new FakeConnections();
    PodTokenPlan plan = (PodTokenPlan) plan(Map.of(), Optional.of(TOKEN), settings);

    ValidatedToken validated = POLICY.validate(TOKEN, plan.audiences());
    RegistryCredential credential = (RegistryCredential) plan.exchange(validated, connections);

    assertThat(credential.username()).isEqualTo("org+robot");
    assertThat(credential.password()).isSameAs(validated.value());
    assertThat(credential.expiry()).contains(TestTokens.EXPIRY);
    assertThat(credential.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(connections.sent()).isEmpty();
  }

  @Test
  void anAnnotationNamesTheUserBeforeTheFlag() {
    ExchangePlan plan =
        plan(Map.of("example.com/registry-username", "org+other"), Optional.of(TOKEN), settings);

    assertThat(plan.identity())
        .hasToString("user org+other (annotation example.com/registry-username)");
  }

  @Test
  void aTokenForAnotherAudienceIsNotGivenOut() {
    ExchangePlan plan = plan(Map.of(), Optional.of(TOKEN), settings);

    assertThatThrownBy(() -> POLICY.validate(TestTokens.tokenFor("other"), plan.audiences()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("it must have exactly registry.example");
  }

  @Test
  void withoutATokenTheOperatorsPolicyDecides() {
    assertThatThrownBy(() -> plan(Map.of(), Optional.empty(), settings))
        .hasMessageContaining("kubelet sent no service account token");

    ProviderSettings anonymous =
        ProviderSettings.with(new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL))
            .set(TokenCredentialProvider.REGISTRY, flag(IMAGE.registry().toString()));
    assertThat(plan(Map.of(), Optional.empty(), anonymous)).isInstanceOf(AnonymousPlan.class);
  }

  @Test
  void servesTheRegistryThatIsPinnedAndNoOther() {
    RegistryHost host = IMAGE.registry();

    assertThat(provider.serve(host, unset)).isEmpty();
    assertThat(provider.serve(host, settings)).isPresent();
    assertThat(provider.serve(RegistryHost.parse("registry.example.com"), settings)).isEmpty();
    assertThat(provider.kubelet(settings).cacheType()).isEqualTo(CacheType.TOKEN);
    assertThat(provider.kubelet(settings).matchImages())
        .containsExactly("registry.example.com:5000");
    assertThatThrownBy(() -> provider.kubelet(unset)).hasMessageContaining("no registry is set");
  }

  private ExchangePlan plan(
      Map<String, String> annotations, Optional<ServiceAccountToken> token, ProviderSettings with) {
    return provider
        .serve(IMAGE.registry(), with)
        .orElseThrow()
        .plan(new CredentialRequest(IMAGE, annotations, token.map(ServiceAccountToken::claims)));
  }

  private static Sourced<String> flag(String value) {
    return new Sourced<>(value, "--test");
  }
}
