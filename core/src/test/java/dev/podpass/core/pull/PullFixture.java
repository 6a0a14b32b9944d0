// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.cache.NodeCache;
import dev.podpass.core.http.ConnectionSettings;
import dev.podpass.core.http.Deadline;
import dev.podpass.core.http.RetryingConnections;
import dev.podpass.core.http.Watchdog;
import dev.podpass.core.http.proxy.ProxyRules;
import dev.podpass.core.http.tls.CaBundle;
import dev.podpass.core.log.Log;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.core.token.TokenPolicy;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.FakeProvider;
import dev.podpass.spi.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;

/** A pull with a provider, a clock and a cache of the test. */
abstract class PullFixture {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:30:00Z"), ZoneOffset.UTC);

  static final String TOKEN =
      SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS.replace("sts.amazonaws.com", "aud"));

  static final Map<String, String> ANNOTATED = Map.of("example/role", "r1");

  final FakeProvider provider = new FakeProvider("fake", "registry.example");

  final PullProgress progress = new PullProgress(CLOCK);

  final List<String> logged = new ArrayList<>();

  NodeCache cache = NodeCache.off();

  Mirrors mirrors = Mirrors.NONE;

  WhenUnavailable whenUnavailable = WhenUnavailable.FAIL;

  /** Providers of the build that are not chosen. */
  final List<RegistryCredentialProvider> known = new ArrayList<>();

  void assertRefused(
      Kind kind, FallbackPolicy policy, CredentialProviderRequest request, String because) {
    assertThatThrownBy(() -> answer(policy, request))
        .asInstanceOf(InstanceOfAssertFactories.type(CredentialException.class))
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(kind);
          assertThat(e.line()).contains(because).doesNotContain(TOKEN);
        });
  }

  CredentialProviderResponse answer(FallbackPolicy policy, CredentialProviderRequest request) {
    Log log = (level, message, fields) -> logged.add(level + " " + message + " " + List.of(fields));
    PullSettings settings =
        new PullSettings(
            new ConfiguredProviders(
                Providers.of(Stream.concat(Stream.of(provider), known.stream()).toList())
                    .only(List.of("fake")),
                Map.of("fake", ProviderSettings.NONE),
                policy,
                false,
                mirrors,
                List.of()),
            TokenPolicy.at(CLOCK).anyIssuer().unverifiedSignature(),
            Duration.ofHours(12),
            whenUnavailable,
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
      return ValidatedPull.of(new Pull(settings, progress).plan(request)).exchange(nowhere);
    }
  }

  static CredentialProviderRequest request(
      String image,
      @org.jspecify.annotations.Nullable String token,
      Map<String, String> annotations) {
    return new CredentialProviderRequest(
        image, Optional.ofNullable(token).map(Secret::of), annotations);
  }

  static final class HalfRandom implements RandomGenerator {
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
