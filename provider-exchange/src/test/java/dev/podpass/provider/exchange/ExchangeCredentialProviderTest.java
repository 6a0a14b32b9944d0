// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.FallbackPolicy.Fallback;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.pull.PullPlan.As;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.core.testing.PlanFixture;
import dev.podpass.spi.Entry;
import dev.podpass.spi.Exchange.Parameter;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Kind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning: registries, identities, and options that need or exclude each other. */
class ExchangeCredentialProviderTest extends PlanFixture {
  ExchangeCredentialProviderTest() {
    super(new ExchangeCredentialProvider(), "registry.example.com");
    set(Preset.EXCHANGE.entry().registry(), "registry.example.com,registry.example.com:5000");
    set(ExchangeOptions.URL, "https://sts.example.com/token");
    set(ExchangeOptions.USERNAME, "puller");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/app, true",
    "registry.example.com:5000/app, true",
    "registry.example.com:443/app, false",
    "registry.example.com.evil.example/app, false",
    "other.registry.example.com/app, false",
    "example.com/app, false"
  })
  void aHostIsServedIfItIsNamedInFullWithItsPort(String image, boolean served) {
    assertThat(serves(image)).isEqualTo(served);
  }

  @ParameterizedTest
  @CsvSource({"NODE, FAIL", "FAIL, NODE"})
  void isNotConfiguredForPullsAsTheNode(Fallback withoutToken, Fallback withoutIdentity) {
    assertThat(provider.entry(settings).audience()).isEqualTo("registry.example.com");
    fallbacks = new FallbackPolicy(withoutToken, withoutIdentity);
    set(Preset.EXCHANGE.entry().registry(), "registry.example.com");

    assertThatThrownBy(() -> configured().kubelet(provider))
        .hasMessage("nodes have no identity at the registries of the provider exchange");
  }

  @Test
  void withoutARegistryNoHostIsServed() {
    settings = ProviderSettings.NONE;

    assertThat(serves("a.example/b")).isFalse();
    assertMissing("no registry is set for the provider exchange", "set --registry");
  }

  @Test
  void kubeletIsToldTheRegistriesAndAnAudienceOfTheirOwn() {
    Entry profile = provider.entry(settings);

    assertThat(profile.matchImages())
        .containsExactly("registry.example.com", "registry.example.com:5000");
    assertThat(profile.audience()).isEqualTo("registry.example.com");
    assertThat(profile.annotations()).isEmpty();
    assertThat(profile.isPerPod()).isFalse();

    set(EntryOptions.TOKEN_AUDIENCE, "pull");
    set(ExchangeOptions.OWNER_FIELD, "role");
    set(ExchangeOptions.OWNER_PATTERN, "*");
    assertThat(provider.entry(settings).audience()).isEqualTo("pull");
    assertThat(provider.entry(settings).annotations())
        .containsExactly("podpass.dev/exchange-identity");
    assertThat(plan(Map.of("podpass.dev/exchange-identity", "a")).audiences())
        .containsExactly("pull");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", ""})
  void anAudienceIsOneWord(String audience) {
    assertThatThrownBy(() -> set(EntryOptions.TOKEN_AUDIENCE, audience))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be an audience");
  }

  @Test
  void aPodIsKnownByTheSubjectOfItsTokenIfItsOwnerNamesNothing() {
    assertThat(plan(Map.of("podpass.dev/exchange-identity", "ignored")).exchange())
        .hasToString("subject system:serviceaccount:team-a:puller (the token)");
  }

  @Test
  void theOwnersFieldHasTheAnnotationAndThenTheDefault() {
    set(ExchangeOptions.OWNER_FIELD, "role");
    set(ExchangeOptions.OWNER_PATTERN, "team-a-*");
    FailedCall.assertFails(
        () -> plan(Map.of()),
        Kind.NO_IDENTITY,
        "no identity is named",
        "annotate it with podpass.dev/exchange-identity, or set --exchange-identity");

    set(ExchangeOptions.OWNER.name(), "{namespace}.{serviceaccount}");
    assertThat(plan(Map.of()).exchange().parameters())
        .contains(new Parameter("role", "team-a.puller"));
    assertThat(plan(Map.of("podpass.dev/exchange-identity", "team-a-x")).exchange().parameters())
        .contains(new Parameter("role", "team-a-x"));
    assertThat(plan(Map.of("podpass.dev/exchange-identity", "team-a-x")).exchange().toString())
        .startsWith("role team-a-x (annotation podpass.dev/exchange-identity), subject ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"team-b-x", "team-a-x/../y", "team-a-x y", "team-a-x,scope=push", "TEAM-A-x"})
  void theOwnerFillsInWhatThePatternAllowsAlone(String value) {
    set(ExchangeOptions.OWNER_FIELD, "role");
    set(ExchangeOptions.OWNER_PATTERN, "team-a-*");
    set(ExchangeOptions.OWNER.name(), "default");

    FailedCall.assertFails(
        () -> plan(Map.of("podpass.dev/exchange-identity", value)),
        Kind.DENIED,
        "is not allowed by the pattern team-a-* of the exchange",
        "(annotation podpass.dev/exchange-identity)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grant_type",
        "Grant_Type",
        "subject_token",
        "subject.token",
        "subject_token_type",
        "actor_token",
        "actor_token_type",
        "audience",
        "resource",
        "scope",
        "requested_token_type",
        "client_id",
        "client_assertion"
      })
  void aFieldOfTheStandardIsNotTheOwners(String field) {
    assertThatThrownBy(() -> set(ExchangeOptions.OWNER_FIELD, field))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be a field of RFC 8693");
  }

  @ParameterizedTest
  @ValueSource(strings = {"t:*", "team-*,a:b"})
  void aColonWouldEndTheOwnersUserName(String pattern) {
    set(ExchangeOptions.FORM, "basic");
    set(ExchangeOptions.OWNER_FIELD, "username");
    set(ExchangeOptions.OWNER_PATTERN, pattern);
    assertMissing("has a colon", "correct owner-pattern");

    set(ExchangeOptions.OWNER_PATTERN, "*");
    set(ExchangeOptions.OWNER.name(), "a:{namespace}");
    assertFails(Map.of(), "the user name \"a:team-a\" of the provider exchange has a colon");

    set(ExchangeOptions.FORM, "rfc8693");
    assertThat(plan(Map.of()).exchange().parameters())
        .contains(new Parameter("username", "a:team-a"));
  }

  @Test
  void theOwnersValueIsNoLongerThan256Characters() {
    set(ExchangeOptions.OWNER_FIELD, "role");
    set(ExchangeOptions.OWNER_PATTERN, "*");
    String longest = "a".repeat(256);

    assertThat(plan(Map.of("podpass.dev/exchange-identity", longest)).exchange().parameters())
        .contains(new Parameter("role", longest));
    FailedCall.assertFails(
        () -> plan(Map.of("podpass.dev/exchange-identity", longest + "a")),
        Kind.DENIED,
        "has 257 characters, and at most 256 are allowed");
  }

  @Test
  void optionsThatNeedAnotherAreRefusedWithout() {
    set(ExchangeOptions.OWNER_FIELD, "role");
    assertMissing("the owners of pods may fill in role", "set owner-pattern in the profile");

    set(ExchangeOptions.OWNER_PATTERN, "*");
    set(ExchangeOptions.FIELDS, "role=admin");
    assertMissing("set the same field", "correct --exchange-fields");

    set(ExchangeOptions.FIELDS, "Role=admin");
    assertMissing("set the same field", "correct --exchange-fields");

    set(ExchangeOptions.FIELDS, "subject_token=x");
    assertMissing("set the same field", "correct --exchange-fields");
  }

  @Test
  void aUserNameIsNeeded() {
    settings = ProviderSettings.NONE;
    set(Preset.EXCHANGE.entry().registry(), "registry.example.com");
    assertMissing("no URL of the exchange is set", "or --exchange-url");
    set(ExchangeOptions.URL, "https://sts.example.com/token");
    assertMissing("no user name is set", "username-pointer of the profile if the answer has it");
    set(ExchangeOptions.FORM, "basic");
    set(ExchangeOptions.USERNAME_POINTER, "/user");
    assertMissing("no user name is set", "or owner-field of the profile to username");
  }

  @Test
  void withoutATokenOrAnIdentityThePolicyDecides() {
    assertThatThrownBy(() -> planWithoutToken()).hasMessageContaining("kubelet sent no");

    settings = policy(Fallback.ANONYMOUS);
    assertThat(planWithoutToken().as()).isEqualTo(As.NOBODY);

    settings = policy(Fallback.NODE);
    FailedCall.assertFails(
        () -> planWithoutToken(),
        Kind.CONFIGURATION,
        "nodes have no identity at the registries of the provider exchange",
        "fail or anonymous");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sts.example.com/token",
        "https://user@sts.example.com/token",
        "https://sts.example.com/token?x=1",
        "sts.example.com"
      })
  void onlyAnHttpsUrlIsTaken(String url) {
    assertThatThrownBy(() -> set(ExchangeOptions.URL, url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ProviderSettings policy(Fallback fallback) {
    fallbacks = new FallbackPolicy(fallback, Fallback.FAIL);
    return ProviderSettings.NONE
        .set(Preset.EXCHANGE.entry().registry(), new Sourced<>("registry.example.com", "--test"))
        .set(ExchangeOptions.URL, new Sourced<>("https://sts.example.com/", "--test"))
        .set(ExchangeOptions.USERNAME, new Sourced<>("puller", "--test"));
  }

  private void assertMissing(String what, String hint) {
    FailedCall.assertFails(() -> configured().kubelet(provider), Kind.CONFIGURATION, what, hint);
  }

  private void assertFails(Map<String, String> annotations, String... because) {
    FailedCall.assertFails(() -> plan(annotations), Kind.CONFIGURATION, because);
  }

  private PullPlan plan(Map<String, String> annotations) {
    return plan("registry.example.com/team/app", annotations);
  }

  private PullPlan planWithoutToken() {
    claims = Optional.empty();
    return plan(Map.of());
  }
}
