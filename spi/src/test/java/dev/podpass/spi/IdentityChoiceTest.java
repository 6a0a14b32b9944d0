// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.FallbackPolicy.Fallback;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.spi.token.UnverifiedClaims;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityChoiceTest {
  static final UnverifiedClaims CLAIMS = TestTokens.token().claims();

  @ParameterizedTest
  @EnumSource
  void aNamedIdentityWinsWhateverThePolicy(Fallback fallback) {
    assertThat(choose(true, Optional.of("role"), new FallbackPolicy(fallback, fallback)))
        .isEqualTo(new IdentityChoice.Named<>("role", CLAIMS));
  }

  @Test
  void withoutIdentityThePolicyForThatDecides() {
    assertThat(choose(true, Optional.empty(), new FallbackPolicy(Fallback.FAIL, Fallback.NODE)))
        .isEqualTo(new IdentityChoice.Node<>());
    assertThat(
            choose(true, Optional.empty(), new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS)))
        .isEqualTo(new IdentityChoice.Anonymous<>());
    assertFails(
        true, new FallbackPolicy(Fallback.NODE, Fallback.FAIL), "service account team-a/puller");
  }

  @Test
  void withoutTokenThePolicyForThatDecides() {
    assertThat(choose(false, Optional.of("role"), new FallbackPolicy(Fallback.NODE, Fallback.FAIL)))
        .isEqualTo(new IdentityChoice.Node<>());
    assertThat(
            choose(false, Optional.empty(), new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL)))
        .isEqualTo(new IdentityChoice.Anonymous<>());
    assertFails(false, new FallbackPolicy(Fallback.FAIL, Fallback.NODE), "sent no service account");
  }

  private static void assertFails(boolean token, FallbackPolicy policy, String because) {
    assertThatThrownBy(() -> choose(token, Optional.empty(), policy))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(token ? Kind.NO_IDENTITY : Kind.NO_TOKEN);
          assertThat(e.line()).contains(because);
        });
  }

  private static IdentityChoice<String> choose(
      boolean token, Optional<String> named, FallbackPolicy policy) {
    CredentialRequest request =
        new CredentialRequest(
            ImageReference.parse("registry.example/app"),
            Map.of(),
            token ? Optional.of(CLAIMS) : Optional.empty());
    return IdentityChoice.of(request, named, ProviderSettings.with(policy), "annotate it");
  }
}
