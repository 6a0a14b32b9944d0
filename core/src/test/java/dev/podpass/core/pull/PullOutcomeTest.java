// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podpass.core.cache.TestCaches;
import dev.podpass.core.observe.PullOutcome;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts about a pull that metrics and audit log are given, and answers from the cache. */
class PullOutcomeTest extends PullFixture {
  @Test
  void theOutcomeOfAnExchangeHasAllFacts() {
    answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, ANNOTATED));

    PullOutcome outcome = progress.outcome(Optional.empty());

    assertThat(outcome.image()).map(ImageReference::name).contains("registry.example/app");
    assertThat(outcome.provider()).contains("fake");
    assertThat(outcome.workload()).hasToString("Optional[team-a/puller]");
    assertThat(outcome.identity()).hasToString("{role=r1 (annotation example/role)}");
    assertThat(outcome.source()).isEqualTo(Source.EXCHANGE);
    assertThat(outcome.exchange()).contains(Duration.ZERO);
    assertThat(outcome.expiry().orElseThrow()).isBetween(CLOCK.instant(), FakeProvider.EXPIRY);
    assertThat(outcome.failure()).isEmpty();
  }

  @Test
  void theOutcomeOfAFailureHasTheFactsUpToIt() {
    String other = SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS);
    CredentialException failure =
        catchThrowableOfType(
            CredentialException.class,
            () -> answer(FallbackPolicy.STRICT, request("registry.example/app", other, ANNOTATED)));

    PullOutcome outcome = progress.outcome(Optional.of(failure));

    assertThat(outcome.identity()).hasToString("{role=r1 (annotation example/role)}");
    assertThat(outcome.source()).isEqualTo(Source.NONE);
    assertThat(outcome.exchange()).isEmpty();
    assertThat(outcome.expiry()).isEmpty();
    assertThat(outcome.failure()).containsSame(failure);
  }

  @Test
  void aSecondPullIsAnsweredFromTheCache(@TempDir Path directory) {
    cache = TestCaches.in(directory.resolve("cache"), CLOCK);
    CredentialProviderRequest request = request("registry.example/app", TOKEN, ANNOTATED);
    CredentialProviderResponse first = answer(FallbackPolicy.STRICT, request);
    assertThat(progress.outcome(Optional.empty()).source()).isEqualTo(Source.EXCHANGE);

    CredentialProviderResponse second = answer(FallbackPolicy.STRICT, request);

    assertThat(provider.exchanged()).hasSize(1);
    assertThat(second).hasToString(first.toString());
    assertThat(second.auth()).map(auth -> auth.password().reveal()).contains("password");
    assertThat(progress.outcome(Optional.empty()).source()).isEqualTo(Source.CACHE);
  }

  @Test
  void aTokenThatIsRefusedIsNotAnsweredFromTheCache(@TempDir Path directory) {
    cache = TestCaches.in(directory.resolve("cache"), CLOCK);
    answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, ANNOTATED));

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request(
            "registry.example/app",
            SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS),
            ANNOTATED),
        "must have exactly aud");
  }

  /** They have other tokens, so nothing else would mask this one. */
  @Test
  void aFailureThatOtherPodsAreToldDoesNotHaveTheToken(@TempDir Path directory) {
    cache = TestCaches.in(directory.resolve("cache"), CLOCK);
    provider.failing(token ->
        new CredentialException(Kind.DENIED, "no " + token.reveal().replaceAll("(.{20})", "$1 "))
            .withScope(FailureScope.WORKLOAD));

    assertThatThrownBy(
            () -> answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, ANNOTATED)))
        .hasMessageMatching("no( \\[secret\\])+");
    assertThat(cache.list())
        .singleElement()
        .satisfies(
            entry -> assertThat(entry.failure().orElseThrow()).matches("no( \\[secret\\])+"));
  }
}
