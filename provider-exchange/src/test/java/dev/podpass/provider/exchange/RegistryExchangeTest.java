// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.CredentialAnswer.RegistryCredential;
import dev.podpass.spi.failure.Kind;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.exchange.IssuedLogin;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exchange at every registry, over TLS. */
class RegistryExchangeTest {
  private static final String QUAY = ExampleWorld.QUAY_IMAGE;
  private static final String JFROG = ExampleWorld.JFROG_IMAGE;
  private static final String CHAINGUARD = ExampleWorld.CHAINGUARD_IMAGE;
  private static final String CLOUDSMITH = ExampleWorld.CLOUDSMITH_IMAGE;

  static Stream<Arguments> registries() {
    return Stream.of(
        registry("quay", RegistryTrials::quay, QUAY, ExampleWorld.QUAY_ROBOT),
        registry("jfrog", RegistryTrials::jfrog, JFROG, "puller"),
        registry("chainguard", RegistryTrials::chainguard, CHAINGUARD, "user"),
        registry("cloudsmith", RegistryTrials::cloudsmith, CLOUDSMITH, "token"));
  }

  private static Arguments registry(
      String id, Supplier<ProviderTrial> trial, String image, String username) {
    return argumentSet(id, trial, image, username);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void theAnswerIsTheCredentialUntilItsExpiry(
      Supplier<ProviderTrial> registry, String image, String username) {
    try (ProviderTrial trial = registry.get()) {
      trial.clouds().exchanges().loginLife(Duration.ofMinutes(10));

      RegistryCredential credential = trial.exchange(image);

      IssuedLogin issued = trial.clouds().exchanges().logins().getLast();
      assertThat(credential.username()).isEqualTo(username).isEqualTo(issued.username());
      assertThat(credential.password().reveal()).isEqualTo(issued.password());
      assertThat(Duration.between(issued.expiry(), credential.expiry().orElseThrow()).abs())
          .isLessThan(Duration.ofSeconds(5));
      assertThat(trial.clouds().received().requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("registries")
  void aServiceAccountThatIsNotTrustedIsToldWhatToTrust(
      Supplier<ProviderTrial> registry, String image, String username) {
    try (ProviderTrial trial = registry.get()) {
      String audience = trial.plan(image).audiences().iterator().next();
      trial.token(
          trial
              .clouds()
              .issuer()
              .token()
              .serviceAccount("team-b", "other")
              .audience(audience)
              .mint());

      trial.assertFails(
          image,
          Kind.DENIED,
          " for team-b/other failed: ",
          "HTTP 401",
          trial.clouds().issuer().url(),
          "system:serviceaccount:team-b:other",
          audience,
          ": podpass trust " + trial.provider().id());
      assertThat(trial.clouds().exchanges().logins()).isEmpty();
    }
  }
}
