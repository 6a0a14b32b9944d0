// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.failure.Kind;
import dev.podpass.image.RegistryHost;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.KubeletProfile.CacheType;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.testing.ProviderTrial;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenCredentialProviderTest {
  private static final String IMAGE = "registry.example.com:5000/team/app";

  private final TokenCredentialProvider provider = new TokenCredentialProvider();
  private final ProviderTrial trial = new ProviderTrial(provider);

  @BeforeEach
  void pinned() {
    trial.set(TokenCredentialProvider.REGISTRY, "registry.example.com:5000");
    trial.set(TokenCredentialProvider.USERNAME, "org+robot");
  }

  @AfterEach
  void close() {
    trial.close();
  }

  @Test
  void theTokenIsThePasswordForAsLongAsItLives() {
    String token =
        trial
            .clouds()
            .issuer()
            .token()
            .audience("registry.example.com")
            .lifetime(Duration.ofMinutes(10))
            .mint();
    trial.token(token);

    RegistryCredential credential = trial.exchange(IMAGE);

    assertThat(credential.username()).isEqualTo("org+robot");
    assertThat(credential.password().reveal()).isEqualTo(token);
    assertThat(credential.expiry())
        .hasValueSatisfying(end ->
            assertThat(end)
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(700)));
    assertThat(trial.clouds().received().requests()).isEmpty();
  }

  @Test
  void aTokenForSomebodyElseIsNotGivenOut() {
    trial.token(trial.clouds().issuer().token().audience("other").mint());

    trial.assertFails(IMAGE, Kind.CONFIGURATION, "this registry needs exactly registry.example");
  }

  @Test
  void servesTheRegistryThatIsPinnedAndNoOther() {
    ProviderSettings unset = ProviderSettings.with(FallbackPolicy.STRICT);
    var host = RegistryHost.parse("registry.example.com:5000");

    assertThat(provider.serves(host, unset)).isFalse();
    ProviderSettings set =
        unset.set(
            TokenCredentialProvider.REGISTRY, new Sourced<>("registry.example.com:5000", "--x"));
    assertThat(provider.serves(host, set)).isTrue();
    assertThat(provider.serves(RegistryHost.parse("registry.example.com"), set)).isFalse();
    assertThat(provider.kubelet(set).cacheType()).isEqualTo(CacheType.TOKEN);
    assertThat(provider.kubelet(set).matchImages()).containsExactly("registry.example.com:5000");
    assertThatThrownBy(() -> provider.kubelet(unset)).hasMessageContaining("no registry is set");
  }
}
