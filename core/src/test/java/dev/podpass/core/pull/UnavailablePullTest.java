// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.core.cache.TestCaches;
import dev.podpass.core.observe.PullOutcome.Source;
import dev.podpass.core.protocol.CacheKeyType;
import dev.podpass.core.protocol.CredentialProviderRequest;
import dev.podpass.core.protocol.CredentialProviderResponse;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.testing.SignedTokens;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.Advice.FailureScope;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.testing.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What kubelet is answered while the cloud is unavailable, with {@code present-images}. */
class UnavailablePullTest extends PullFixture {
  private static final CredentialProviderRequest REQUEST =
      request("registry.example/team-a/app", TOKEN, ANNOTATED);

  @BeforeEach
  void answerForPresentImages() {
    whenUnavailable = WhenUnavailable.PRESENT_IMAGES;
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UNAVAILABLE", "TRY_AGAIN"})
  void aPlaceholderIsForThisImageAndThisMoment(Kind kind) {
    fails(kind);

    CredentialProviderResponse response = answer(FallbackPolicy.STRICT, REQUEST);

    assertThat(response.cacheKeyType()).isEqualTo(CacheKeyType.IMAGE);
    assertThat(response.cacheDuration()).isEqualTo(Duration.ZERO);
    assertThat(response.auth())
        .hasValueSatisfying(auth -> {
          assertThat(auth.host()).isEqualTo("registry.example");
          assertThat(auth.username()).isEqualTo("podpass-unavailable");
        });
    assertThat(logged)
        .filteredOn(line -> line.startsWith("WARNING"))
        .singleElement()
        .asString()
        .startsWith("WARNING answered with a placeholder")
        .contains("registry.example/team-a/app", "the cloud is out; hint: wait")
        .doesNotContain(TOKEN)
        .doesNotContain(response.auth().orElseThrow().password().reveal());
    assertThat(progress.outcome(Optional.empty()))
        .satisfies(outcome -> {
          assertThat(outcome.source()).isEqualTo(Source.PLACEHOLDER);
          assertThat(outcome.failure()).isEmpty();
          assertThat(outcome.expiry()).isEmpty();
          assertThat(outcome.recoveredFrom())
              .hasValueSatisfying(e -> assertThat(e.kind()).isEqualTo(kind));
        });
  }

  @Test
  void itsPasswordIsNeverTheSame() {
    fails(Kind.UNAVAILABLE);

    Set<String> passwords = new HashSet<>();
    for (int pull = 0; pull < 100; pull++) {
      Auth auth = answer(FallbackPolicy.STRICT, REQUEST).auth().orElseThrow();
      passwords.add(auth.password().reveal());
    }

    assertThat(passwords)
        .hasSize(100)
        .allSatisfy(password -> assertThat(password).matches("[0-9a-f]{64}"));
  }

  @Test
  void itIsNotKeptAndTheNextPullThatSucceedsIsAsEver(@TempDir Path above) {
    cache = TestCaches.in(above.resolve("cache"), CLOCK);
    fails(Kind.UNAVAILABLE);
    answer(FallbackPolicy.STRICT, REQUEST);
    assertThat(cache.list()).isEmpty();

    provider.failing(Optional.empty());
    CredentialProviderResponse response = answer(FallbackPolicy.STRICT, REQUEST);

    assertThat(response.auth())
        .hasValueSatisfying(auth -> assertThat(auth.username()).isEqualTo("user"));
    assertThat(cache.list()).hasSize(1);
  }

  /** The cache has the failure then, and no other pull makes an exchange. */
  @Test
  void whoHearsOfTheFailureFromAnotherPullIsAnsweredTheSame(@TempDir Path above) {
    cache = TestCaches.in(above.resolve("cache"), CLOCK);
    provider.failing(_ ->
        new CredentialException(Kind.UNAVAILABLE, "the cloud is out")
            .withScope(FailureScope.WORKLOAD));

    for (int pull = 0; pull < 110; pull++) {
      assertThat(answer(FallbackPolicy.STRICT, REQUEST).auth())
          .hasValueSatisfying(auth -> assertThat(auth.username()).isEqualTo("podpass-unavailable"));
    }

    assertThat(provider.exchanged()).hasSize(1);
    assertThat(cache.list()).allMatch(entry -> entry.failure().isPresent());
  }

  /** The owner of the service account can have an account of their own throttled. */
  @Test
  void throttlingIsNoOutageWhereAnAnnotationChoseTheIdentity() {
    provider.failing(Optional.of(CredentialException.of(Advice.throttled("wait"), "429")));

    assertRefused(Kind.TRY_AGAIN, FallbackPolicy.STRICT, REQUEST, "429");
    assertThat(logged).noneMatch(line -> line.startsWith("WARNING"));
  }

  @Test
  void throttlingIsAnOutageWhereTheOperatorChoseTheIdentity() {
    provider.namingEveryPod("operators");
    provider.failing(Optional.of(CredentialException.of(Advice.throttled("wait"), "429")));

    assertThat(
            answer(FallbackPolicy.STRICT, request("registry.example/app", TOKEN, Map.of())).auth())
        .hasValueSatisfying(auth -> assertThat(auth.username()).isEqualTo("podpass-unavailable"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.EXCLUDE,
      names = {"UNAVAILABLE", "TRY_AGAIN"})
  void anyOtherFailureIsOne(Kind kind) {
    fails(kind);

    assertRefused(kind, FallbackPolicy.STRICT, REQUEST, "the cloud is out");
    assertThat(logged).noneMatch(line -> line.startsWith("WARNING"));
  }

  @Test
  void aTokenThatThePolicyRefusesIsRefused() {
    fails(Kind.UNAVAILABLE);

    assertRefused(
        Kind.CONFIGURATION,
        FallbackPolicy.STRICT,
        request(
            "registry.example/team-a/app",
            SignedTokens.signed(SignedTokens.RSA, TestTokens.CLAIMS),
            ANNOTATED),
        "must have exactly aud");
    assertRefused(
        Kind.DENIED,
        FallbackPolicy.STRICT,
        request(
            "registry.example/team-a/app",
            SignedTokens.signed(
                SignedTokens.RSA,
                TestTokens.CLAIMS
                    .replace("sts.amazonaws.com", "aud")
                    .replace("" + TestTokens.EXPIRY.getEpochSecond(), "1764000000")),
            ANNOTATED),
        "expired");
  }

  @Test
  void theNodesIdentityHasNoPlaceholder() {
    fails(Kind.UNAVAILABLE);
    FallbackPolicy node = new FallbackPolicy(Fallback.NODE, Fallback.NODE);

    for (CredentialProviderRequest asNode :
        List.of(
            request("registry.example/team-a/app", null, Map.of()),
            request("registry.example/team-a/app", TOKEN, Map.of()))) {
      assertRefused(Kind.UNAVAILABLE, node, asNode, "the cloud is out");
    }
  }

  @Test
  void aRegistryThatMayBePublicHasNone() {
    provider.havingPublicImages();
    fails(Kind.UNAVAILABLE);

    assertRefused(Kind.UNAVAILABLE, FallbackPolicy.STRICT, REQUEST, "the cloud is out");
  }

  @Test
  void anImageThatFollowsAMirrorHasNone() {
    mirrors = Mirrors.parse("docker.io=registry.example/hub");
    fails(Kind.UNAVAILABLE);

    assertRefused(
        Kind.UNAVAILABLE,
        FallbackPolicy.STRICT,
        request("docker.io/library/nginx", TOKEN, ANNOTATED),
        "the cloud is out");
  }

  @Test
  void withoutTheOptionItIsAFailure() {
    whenUnavailable = WhenUnavailable.FAIL;
    fails(Kind.UNAVAILABLE);

    assertRefused(Kind.UNAVAILABLE, FallbackPolicy.STRICT, REQUEST, "the cloud is out");
  }

  private void fails(Kind kind) {
    provider.failing(Optional.of(new CredentialException(kind, "the cloud is out", "wait")));
  }
}
