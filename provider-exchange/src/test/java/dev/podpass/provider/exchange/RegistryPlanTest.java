// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.pull.ConfiguredProviders;
import dev.podpass.core.pull.FallbackPolicy;
import dev.podpass.core.pull.Mirrors;
import dev.podpass.core.pull.Providers;
import dev.podpass.core.pull.PullPlan;
import dev.podpass.core.testing.FailedCall;
import dev.podpass.core.testing.PodClaims;
import dev.podpass.spi.Entry;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.RegistryCredentialProvider;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planning of the providers of one kind of registry: hosts, kubelet's fields, identities. */
class RegistryPlanTest {
  private static final List<RegistryCredentialProvider> ALL =
      List.of(
          new ExchangeCredentialProvider.Quay(),
          new ExchangeCredentialProvider.Jfrog(),
          new ExchangeCredentialProvider.Chainguard(),
          new ExchangeCredentialProvider.Cloudsmith());

  private ProviderSettings settings = ProviderSettings.NONE;

  @ParameterizedTest
  @CsvSource({
    "quay.io/a/b, quay",
    "cgr.dev/a/b, chainguard",
    "docker.cloudsmith.io/a/b, cloudsmith",
    "quay.io:443/a/b, ",
    "quay.io.evil.example/a, ",
    "evilquay.io/a, ",
    "www.cgr.dev/a, ",
    "mycompany.jfrog.io/a, "
  })
  void withoutOptionsTheRegistriesOfServicesAreServed(String image, String id) {
    assertThat(ALL)
        .filteredOn(one -> serves(one, image))
        .extracting(RegistryCredentialProvider::id)
        .isEqualTo(id == null ? List.of() : List.of(id));
  }

  @Test
  void otherRegistriesReplaceThatOfTheService() {
    set(Preset.QUAY.entry().registry(), "quay.example.com:8443,quay-2.example.com");
    Entry profile = ALL.getFirst().entry(settings);

    assertThat(profile.matchImages())
        .containsExactly("quay.example.com:8443", "quay-2.example.com");
    assertThat(profile.audience()).isEqualTo("quay.example.com");
    assertThat(serves(ALL.getFirst(), "quay.io/a")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a.example,", "https://a.example", "a.example:0", "*.example", "a.example/b"})
  void aRegistryIsAHostAlone(String text) {
    assertThatThrownBy(() -> set(Preset.QUAY.entry().registry(), text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must be registry hosts");
  }

  @Test
  void kubeletPassesOnTheAnnotationsThatNameIdentities() {
    set(Preset.JFROG.entry().registry(), "mycompany.jfrog.io");
    assertThat(ALL.get(0).entry(settings).annotations()).containsExactly("podpass.dev/quay-robot");
    assertThat(ALL.get(2).entry(settings).annotations())
        .containsExactly("podpass.dev/chainguard-identity");
    assertMissing(ALL.get(1), "set --exchange-fields=provider_name=");
    assertMissing(ALL.get(3), "set --exchange-fields=organization=");

    set(ExchangeOptions.FIELDS, "provider_name=cluster,organization=my-company");
    assertThat(ALL.get(1).entry(settings).annotations()).isEmpty();
    assertThat(ALL.get(3).entry(settings).annotations())
        .containsExactly("podpass.dev/cloudsmith-service");
  }

  @Test
  void aPodIsNamedByItsAnnotationAndThenByTheOperator() {
    FailedCall.assertFails(
        () -> plan("quay.io/a/b", Map.of()),
        Kind.NO_IDENTITY,
        "annotate it with podpass.dev/quay-robot, or set --exchange-identity");

    set(ExchangeOptions.OWNER.name(), "platform+{serviceaccount}");
    assertThat(plan("quay.io/a/b", Map.of()).exchange().toString())
        .startsWith("robot platform+puller (--test), subject ");
    assertThat(plan("quay.io/a/b", Map.of("podpass.dev/quay-robot", "a+b")).exchange().toString())
        .startsWith("robot a+b (annotation podpass.dev/quay-robot), subject ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quay.io/a|podpass.dev/quay-robot|robot",
        "quay.io/a|podpass.dev/quay-robot|org+ro:bot",
        "quay.io/a|podpass.dev/quay-robot|org+ro bot",
        "quay.io/a|podpass.dev/quay-robot|$oauthtoken",
        "quay.io/a|podpass.dev/quay-robot|org/x+bot",
        "quay.io/a|podpass.dev/quay-robot|''",
        "cgr.dev/a|podpass.dev/chainguard-identity|https://evil.example/",
        "cgr.dev/a|podpass.dev/chainguard-identity|0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        "cgr.dev/a|podpass.dev/chainguard-identity|../x&aud=y",
        "docker.cloudsmith.io/a|podpass.dev/cloudsmith-service|a/../b",
        "docker.cloudsmith.io/a|podpass.dev/cloudsmith-service|a b"
      })
  void anAnnotationNamesAnIdentityAndNothingElse(String image, String key, String value) {
    set(ExchangeOptions.FIELDS, "organization=my-company");

    Kind kind = value.isEmpty() ? Kind.CONFIGURATION : Kind.DENIED;
    FailedCall.assertFails(() -> plan(image, Map.of(key, value)), kind, key);
  }

  private void assertMissing(RegistryCredentialProvider provider, String hint) {
    FailedCall.assertFails(() -> configured(provider).kubelet(provider), Kind.CONFIGURATION, hint);
  }

  private PullPlan plan(String image, Map<String, String> annotations) {
    ImageReference parsed = ImageReference.parse(image);
    RegistryCredentialProvider provider =
        ALL.stream().filter(one -> serves(one, image)).findAny().orElseThrow();
    return configured(provider)
        .plan(
            provider,
            parsed,
            Optional.of(PodClaims.with("https://oidc.example", parsed.registry().name())),
            annotations);
  }

  private boolean serves(RegistryCredentialProvider provider, String image) {
    return Providers.serves(provider, ImageReference.parse(image).registry(), settings);
  }

  private ConfiguredProviders configured(RegistryCredentialProvider provider) {
    return new ConfiguredProviders(
        Providers.of(List.of(provider)),
        Map.of(provider.id(), settings),
        FallbackPolicy.STRICT,
        false,
        Mirrors.NONE,
        List.of());
  }

  private void set(ProviderOption<?> option, String value) {
    settings = settings.set(option, new Sourced<>(value, "--test"));
  }
}
