// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.ProviderTrial;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.ProviderCheck;
import dev.podpass.testkit.ExampleWorld;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExchangeCacheKeyTest {
  private static final String PROFILE =
      """
      {"form": "json", "token-field": "jwt", "owner-field": "role", "owner-pattern": "team-*",
       "expiry-form": "seconds", "expiry-pointer": "/expires_in"}
      """
          .strip();

  private static final String ANSWER =
      """
      {"token": "granted-0", "access_token": "granted-0", "username": "user",
       "expiry": "2099-01-01T00:00:00Z", "expires_in": 60}
      """;

  @AutoClose private final ProviderTrial trial = ExchangeTrials.json();

  @Test
  void whateverChangesARequestChangesTheKey() {
    assertThat(
            ProviderCheck.of(new ExchangeCredentialProvider(), ExampleWorld.OWN_IMAGE)
                .set("registry", ExampleWorld.OWN_REGISTRY, "other.example")
                .set("token-audience", ExampleWorld.OWN_REGISTRY, "other")
                .set("exchange-url", "https://sts.example/json", "https://sts.example/other")
                .set("exchange-username", "a", "b")
                .set("exchange-fields", "", "scope=pull")
                .set("exchange-annotation", "example.com/one", "example.com/other")
                .set("exchange-identity", "team-c", "team-d")
                .set("exchange-profile", PROFILE, PROFILE.replace("role", "actor"))
                .annotate("example.com/one", "team-a-pull")
                .annotate("example.com/other", "team-b-pull")
                .answering(_ -> HttpResponse.of(200, "{\"token\":\"granted-0\",\"expires_in\":60}"))
                .run())
        .containsExactlyInAnyOrder(
            "registry",
            "exchange-url",
            "exchange-username",
            "exchange-fields",
            "exchange-annotation",
            "exchange-profile");
  }

  @Test
  void soItIsWithRegistriesThatTakeTheToken() {
    assertThat(
            ProviderCheck.of(new PassthroughCredentialProvider(), ExampleWorld.OWN_IMAGE)
                .set("registry", ExampleWorld.OWN_REGISTRY, "other.example")
                .set("token-audience", ExampleWorld.OWN_REGISTRY, "other")
                .set("username", "jwt", "zot")
                .run())
        .containsExactlyInAnyOrder("registry", "username");
  }

  static Stream<Arguments> presets() {
    return Stream.of(
        argumentSet("quay", new ExchangeCredentialProvider.Quay(), "a=b", "team-c+pull"),
        argumentSet("jfrog", new ExchangeCredentialProvider.Jfrog(), "provider_name=k8s", "c"),
        argumentSet("chainguard", new ExchangeCredentialProvider.Chainguard(), "a=b", "org/c"),
        argumentSet(
            "cloudsmith", new ExchangeCredentialProvider.Cloudsmith(), "organization=o", "c"));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void soItIsWithThoseThatPodpassKnows(
      RegistryCredentialProvider provider, String fields, String identity) {
    assertThat(
            ProviderCheck.of(provider, ExampleWorld.OWN_IMAGE)
                .set("registry", ExampleWorld.OWN_REGISTRY, "other.example")
                .set("token-audience", ExampleWorld.OWN_REGISTRY, "other")
                .set("exchange-url", "https://sts.example/one", "https://sts.example/other")
                .set("exchange-fields", fields, fields + ",scope=pull")
                .set("exchange-annotation", "example.com/one", "example.com/other")
                .set("exchange-identity", identity, identity + "2")
                .may("exchange-username", "other")
                .without("exchange-profile")
                .annotate("example.com/one", identity + "-a")
                .answering(_ -> HttpResponse.of(200, ANSWER))
                .run())
        .contains("registry", "exchange-url", "exchange-fields");
  }

  /** The check does not compare headers, which have the owner's user name with Basic. */
  @Test
  void theOwnersUserNameIsInTheKey() {
    try (ProviderTrial basic = ExchangeTrials.basic()) {
      String before = basic.cacheKey(ExchangeTrials.IMAGE).toString();
      basic.annotate("podpass.dev/exchange-identity", "team-b-pull");
      assertThat(basic.cacheKey(ExchangeTrials.IMAGE).toString()).isNotEqualTo(before);
    }
  }

  /** Two entries that read one answer differently must not share a credential. */
  @ParameterizedTest
  @CsvSource({
    "exchange-username, user2",
    "username-pointer, /data/user2",
    "password-pointer, /data/password2",
    "expiry-form, jwt",
    "expiry-pointer, /data/expires2",
    "lifetime, 5m"
  })
  void whateverChangesTheReadingOfAnAnswerChangesTheKey(String option, String value) {
    String before = trial.cacheKey(ExchangeTrials.IMAGE).toString();
    ExchangeOptions.PROFILE_FIELDS.values().stream()
        .filter(one -> one.name().equals(option))
        .forEach(one -> trial.set(one, value));

    assertThat(trial.cacheKey(ExchangeTrials.IMAGE).toString()).isNotEqualTo(before);
  }
}
