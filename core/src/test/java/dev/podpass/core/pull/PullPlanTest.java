// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.Exchange;
import dev.podpass.spi.Pod;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullPlanTest {
  private static final ImageReference IMAGE = ImageReference.parse("registry.example/app");
  private static final Map<String, String> ANNOTATED = Map.of("example/role", "r1");

  private FakeProvider provider = new FakeProvider("fake", "registry.example");

  @ParameterizedTest
  @EnumSource
  void aNamedIdentityWinsWhateverThePolicy(Fallback fallback) {
    PullPlan plan = plan(true, ANNOTATED, new FallbackPolicy(fallback, fallback));

    assertThat(plan.as()).isEqualTo(As.POD);
    assertThat(plan.exchange()).hasToString("role r1 (annotation example/role)");
    assertThat(plan.audiences()).containsExactly("aud");
  }

  @Test
  void withoutIdentityThePolicyForThatDecides() {
    assertThat(plan(true, Map.of(), new FallbackPolicy(Fallback.FAIL, Fallback.NODE)).as())
        .isEqualTo(As.NODE);
    assertThat(plan(true, Map.of(), new FallbackPolicy(Fallback.FAIL, Fallback.ANONYMOUS)).as())
        .isEqualTo(As.NOBODY);
    FailedCall.assertFails(
        () -> plan(true, Map.of(), new FallbackPolicy(Fallback.NODE, Fallback.FAIL)),
        Kind.NO_IDENTITY,
        "service account team-a/puller",
        "annotate it with example/role, or set --without-identity");
  }

  @Test
  void withoutTokenThePolicyForThatDecides() {
    assertThat(plan(false, ANNOTATED, new FallbackPolicy(Fallback.NODE, Fallback.FAIL)).as())
        .isEqualTo(As.NODE);
    assertThat(plan(false, Map.of(), new FallbackPolicy(Fallback.ANONYMOUS, Fallback.FAIL)).as())
        .isEqualTo(As.NOBODY);
    FailedCall.assertFails(
        () -> plan(false, Map.of(), new FallbackPolicy(Fallback.FAIL, Fallback.NODE)),
        Kind.NO_TOKEN,
        "sent no service account token");
  }

  @Test
  void aPullAsTheNodeNeedsAProviderWithNodes() {
    provider =
        new FakeProvider("fake", "registry.example") {
          @Override
          public Optional<Function<ImageReference, Exchange>> asNode(ProviderSettings settings) {
            return Optional.empty();
          }
        };

    FailedCall.assertFails(
        () -> plan(false, Map.of(), new FallbackPolicy(Fallback.NODE, Fallback.FAIL)),
        Kind.CONFIGURATION,
        "nodes have no identity at the registries of the provider fake; hint: set --otherwise");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void aTokenIsSentForAnAudience(String audience) {
    provider =
        new FakeProvider("fake", "registry.example") {
          @Override
          public Optional<Exchange> exchange(Pod pod, ProviderSettings settings) {
            return super.exchange(pod, settings).map(it -> it.audiences(Set.of(audience)));
          }
        };

    FailedCall.assertFails(
        () -> plan(true, ANNOTATED, FallbackPolicy.STRICT),
        Kind.BUG,
        "the provider fake plans to send a token for no audience");
  }

  private PullPlan plan(boolean token, Map<String, String> annotations, FallbackPolicy policy) {
    return new ConfiguredProviders(
            Providers.of(List.of(provider)),
            Map.of("fake", ProviderSettings.NONE),
            policy,
            false,
            Mirrors.NONE,
            List.of())
        .plan(provider, IMAGE, Optional.of(TestTokens.claims()).filter(_ -> token), annotations);
  }
}
