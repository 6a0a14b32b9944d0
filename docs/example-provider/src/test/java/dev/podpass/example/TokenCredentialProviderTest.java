// SPDX-License-Identifier: Apache-2.0
package dev.podpass.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.Credential;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.image.RegistryHost;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeConnections;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.spi.testing.TestTokens;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Needs the contract and its test fixtures alone: no engine, no network, no certificates. */
class TokenCredentialProviderTest {
  private static final ImageReference IMAGE =
      ImageReference.parse("registry.example.com:5000/team/app");
  private static final Secret TOKEN = Secret.of("the-token-of-the-pod");

  private final TokenCredentialProvider provider = new TokenCredentialProvider();
  private final ProviderSettings settings =
      ProviderSettings.NONE
          .set(TokenCredentialProvider.REGISTRY, flag("registry.example.com:5000"))
          .set(TokenCredentialProvider.USERNAME, flag("org+robot"));

  /** What each provider has to do right. */
  @Test
  void keepsTheContract() {
    ProviderCheck.of(provider, IMAGE.name())
        .set("registry", "registry.example.com:5000", "other.example.com")
        .set("audience", "registry", "other")
        .set("username-annotation", "example.com/registry-username", "example.com/other")
        .set("username", "org+robot", "org+other")
        .annotate("example.com/registry-username", "org+annotated")
        .run();
  }

  @Test
  void theTokenIsThePasswordForAsLongAsItLives() {
    FakeConnections connections = new FakeConnections();
    Pod pod = pod(Map.of());

    Credential credential =
        provider
            .exchange(pod, settings)
            .orElseThrow()
            .run(TOKEN, pod.workload(), connections, Clock.systemUTC());

    assertThat(credential.username()).isEqualTo("org+robot");
    assertThat(credential.password()).isSameAs(TOKEN);
    assertThat(credential.expiry()).contains(TestTokens.EXPIRY);
    assertThat(connections.sent()).isEmpty();
  }

  @Test
  void anAnnotationNamesTheUserBeforeTheFlag() {
    Exchange exchange =
        provider
            .exchange(pod(Map.of("example.com/registry-username", "org+other")), settings)
            .orElseThrow();

    assertThat(exchange).hasToString("user org+other (annotation example.com/registry-username)");
  }

  /** What then happens is the operator's decision, and podpass's to carry out. */
  @Test
  void withoutANameThereIsNoExchange() {
    ProviderSettings unnamed =
        ProviderSettings.NONE.set(
            TokenCredentialProvider.REGISTRY, flag("registry.example.com:5000"));

    assertThat(provider.exchange(pod(Map.of()), unnamed)).isEmpty();
    assertThat(provider.asNode(settings)).isEmpty();
  }

  @Test
  void servesTheRegistryThatIsPinnedAndNoOther() {
    assertThat(provider.hosts(settings).serves(IMAGE.registry())).isTrue();
    assertThat(provider.hosts(settings).serves(RegistryHost.parse("registry.example.com")))
        .isFalse();
    assertThat(provider.entry(settings).hosts().matchImages())
        .containsExactly("registry.example.com:5000");
    assertThat(provider.entry(settings).audience()).isEqualTo("registry.example.com");
    assertThat(provider.entry(settings).isPerPod()).isTrue();
    assertThatThrownBy(() -> provider.entry(ProviderSettings.NONE))
        .hasMessageContaining("no registry is set");
  }

  private static Pod pod(Map<String, String> annotations) {
    return new Pod(IMAGE, TestTokens.claims(), annotations, List.of());
  }

  private static Sourced<String> flag(String value) {
    return new Sourced<>(value, "--test");
  }
}
