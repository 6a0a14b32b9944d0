// SPDX-License-Identifier: Apache-2.0
package dev.podpass.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.podpass.cache.NodeCache;
import dev.podpass.cache.TestCaches;
import dev.podpass.failure.CredentialException;
import dev.podpass.failure.Kind;
import dev.podpass.http.ConnectionSettings;
import dev.podpass.http.Deadline;
import dev.podpass.http.RetryingConnections;
import dev.podpass.http.Watchdog;
import dev.podpass.http.proxy.ProxyRules;
import dev.podpass.http.tls.CaBundle;
import dev.podpass.image.ImageReference;
import dev.podpass.log.Log;
import dev.podpass.observe.PullOutcome;
import dev.podpass.observe.PullOutcome.Source;
import dev.podpass.protocol.CredentialProviderRequest;
import dev.podpass.protocol.CredentialProviderResponse;
import dev.podpass.secret.Secret;
import dev.podpass.spi.CacheKeyType;
import dev.podpass.spi.Fallback;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import dev.podpass.token.TokenPolicy;
import dev.podpass.token.ValidatedToken;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-25T10:30:00Z"), ZoneOffset.UTC);
  private static final String TOKEN =
      TestTokens.signed(TestTokens.RSA, TestTokens.CLAIMS.replace("sts.amazonaws.com", "aud"));
  private static final Map<String, String> ANNOTATED = Map.of("example/role", "r1");

  private final FakeProvider provider = new FakeProvider("fake", "registry.example");
  private final PullProgress progress = new PullProgress(CLOCK);
  private final List<String> logged = new ArrayList<>();
  private NodeCache cache = NodeCache.off();

  @Test
  void answersForTheExactHostWithAJitteredLifetime() {
    CredentialProviderResponse response =
        answer(FallbackPolicy.STRICT, request("registry.example:8443/team/app", TOKEN, ANNOTATED));

    assertThat(response.cacheKeyType()).isEqualTo(CacheKeyType.REGISTRY);
    assertThat(response.cacheDuration()).isEqualTo(Duration.ofSeconds(4_845));
    assertThat(response.auth())
        .hasValueSatisfying(auth -> {
          assertThat(auth.registry()).hasToString("registry.example:8443");
          assertThat(auth.username()).isEqualTo("user");
          assertThat(auth.password().reveal()).isEqualTo("password");
        });
    assertThat(provider.exchanged()).hasSize(1);
    assertThat(provider.exchanged().getFirst().map(ValidatedToken::value).map(Secret::reveal))
        .contains(TOKEN);
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
    String other = TestTokens.signed(TestTokens.RSA, TestTokens.CLAIMS);

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request("registry.example/app", other, ANNOTATED),
        "needs exactly aud");
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
  void anEmptyAnnotationIsAnErrorWhateverThePolicy() {
    assertRefused(
        Kind.CONFIGURATION,
        new FallbackPolicy(Fallback.NODE, Fallback.NODE),
        request("registry.example/app", TOKEN, Map.of("example/role", " ")),
        "annotation example/role of the service account is empty");
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

  @Test
  void theOutcomeOfAnExchangeHasAllFacts() {
    answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, ANNOTATED));

    PullOutcome outcome = progress.outcome(Optional.empty());

    assertThat(outcome.image()).map(ImageReference::name).contains("registry.example/app");
    assertThat(outcome.provider()).contains("fake");
    assertThat(outcome.workload()).hasToString("Optional[team-a/puller]");
    assertThat(outcome.identity().orElseThrow()).hasToString("role r1 (annotation example/role)");
    assertThat(outcome.source()).isEqualTo(Source.EXCHANGE);
    assertThat(outcome.exchange()).contains(Duration.ZERO);
    assertThat(outcome.expiry().orElseThrow()).isBetween(CLOCK.instant(), FakeProvider.EXPIRY);
    assertThat(outcome.failure()).isEmpty();
  }

  @Test
  void theOutcomeOfAFailureHasTheFactsUpToIt() {
    String other = TestTokens.signed(TestTokens.RSA, TestTokens.CLAIMS);
    CredentialException failure =
        catchThrowableOfType(
            CredentialException.class,
            () -> answer(FallbackPolicy.STRICT, request("registry.example/app", other, ANNOTATED)));

    PullOutcome outcome = progress.outcome(Optional.of(failure));

    assertThat(outcome.identity().orElseThrow()).hasToString("role r1 (annotation example/role)");
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
            TestTokens.signed(TestTokens.RSA, TestTokens.CLAIMS),
            ANNOTATED),
        "needs exactly aud");
  }

  private void assertRefused(
      Kind kind, FallbackPolicy policy, CredentialProviderRequest request, String because) {
    assertThatThrownBy(() -> answer(policy, request))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(kind);
          assertThat(e.line()).contains(because).doesNotContain(TOKEN);
        });
  }

  private CredentialProviderResponse answer(
      FallbackPolicy policy, CredentialProviderRequest request) {
    Log log = (level, message, fields) -> logged.add(level + " " + message + " " + List.of(fields));
    PullSettings settings =
        new PullSettings(
            new ConfiguredProviders(
                Providers.of(List.of(provider)),
                Map.of("fake", ProviderSettings.with(policy)),
                false),
            TokenPolicy.at(CLOCK),
            Duration.ofHours(12),
            cache,
            CLOCK,
            new HalfRandom(),
            log);
    Watchdog watchdog =
        Watchdog.start(Deadline.of(Duration.ofSeconds(45), Duration.ZERO), () -> {});
    try (watchdog;
        RetryingConnections nowhere =
            RetryingConnections.open(
                new ConnectionSettings(new CaBundle(List.of()), ProxyRules.none(), log),
                watchdog)) {
      return new Pull(settings, progress).plan(request).validate().exchange(nowhere);
    }
  }

  private static CredentialProviderRequest request(
      String image,
      @org.jspecify.annotations.Nullable String token,
      Map<String, String> annotations) {
    return new CredentialProviderRequest(
        image, Optional.ofNullable(token).map(Secret::of), annotations);
  }

  private static final class HalfRandom implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public double nextDouble() {
      return 0.5;
    }
  }
}
