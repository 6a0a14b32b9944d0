// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.FallbackPolicy;
import dev.podpass.spi.ProviderOption;
import dev.podpass.spi.ProviderSettings;
import dev.podpass.spi.Sourced;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.spi.trust.TrustGuide;
import dev.podpass.spi.trust.TrustRequest;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scripts do is tried in {@code conformance/trust}. */
class RegistryTrustTest {
  static Stream<Arguments> providers() {
    ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);
    return Stream.of(
        row(
            new RegistryTrust.Quay(),
            ExampleWorld.QUAY_IMAGE,
            "quay.io",
            with(none, ExchangeOptions.OWNER.name(), "team_a+puller")),
        row(
            new RegistryTrust.Jfrog(),
            ExampleWorld.JFROG_IMAGE,
            "mycompany.jfrog.io",
            with(
                with(none, Preset.JFROG.entry().registry(), "mycompany.jfrog.io"),
                ExchangeOptions.FIELDS,
                "provider_name=my cluster")),
        row(new RegistryTrust.Chainguard(), ExampleWorld.CHAINGUARD_IMAGE, "cgr.dev", none),
        row(
            new RegistryTrust.Cloudsmith(),
            ExampleWorld.CLOUDSMITH_IMAGE,
            "docker.cloudsmith.io",
            with(
                with(none, ExchangeOptions.FIELDS, "organization=my-company"),
                ExchangeOptions.OWNER.name(),
                "puller-x1y2")));
  }

  private static Arguments row(
      TrustGuide guide, String image, String audience, ProviderSettings settings) {
    return argumentSet(guide.provider(), guide, request(image, settings), audience);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theScriptsHaveTheClaimsAndAreOfShell(
      TrustGuide guide, TrustRequest request, String audience) {
    for (String script : List.of(guide.trust(request).shell(), guide.trust(request).removal())) {
      assertThat(script)
          .startsWith("#!/bin/sh\n# ")
          .contains(
              "#   " + request.images().getFirst().name() + "\n", "\nfail() {\n", "\nset -eu\n");
    }
    assertThat(guide.trust(request).shell())
        .startsWith("#!/bin/sh\n# Lets pods")
        .contains(
            "issuer='https://oidc.example.com/cluster'\n",
            "namespace='team-a'\n",
            "service_account='app'\n",
            "audience='" + audience + "'\n");
    assertThat(guide.trust(request).removal())
        .startsWith("#!/bin/sh\n# Removes what podpass trust ");
    assertThat(guide.trust(request).removal()).doesNotContain("POST /", "PUT /", " create ");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theModuleHasTheClaims(TrustGuide guide, TrustRequest request, String audience) {
    if (guide.provider().equals("quay")) {
      assertThatThrownBy(() -> guide.trust(request).terraform())
          .isInstanceOf(CredentialException.class)
          .hasMessage("there is no Terraform module for this");
      return;
    }
    assertThat(guide.trust(request).terraform())
        .contains("\"https://oidc.example.com/cluster\"", "\"team-a/app\"", "\"" + audience + "\"");
  }

  @Test
  void imagesOfTwoRegistriesAreRefused() {
    ProviderSettings both =
        with(
            ProviderSettings.with(FallbackPolicy.STRICT),
            Preset.QUAY.entry().registry(),
            "quay.io,quay.example.com");
    TrustRequest two =
        new TrustRequest(
            "https://oidc.example.com/cluster",
            "team-a",
            "app",
            List.of(
                ImageReference.parse("quay.io/a/b"), ImageReference.parse("quay.example.com/a/b")),
            both);

    assertThatThrownBy(() -> new RegistryTrust.Quay().trust(two).shell())
        .hasMessage("the images need several registries: quay.io, quay.example.com");
  }

  @Test
  void aMappingIsOfTheGroupAndTheProject() {
    ProviderSettings settings =
        with(
            with(
                with(
                    ProviderSettings.with(FallbackPolicy.STRICT),
                    Preset.JFROG.entry().registry(),
                    "docker.example.com"),
                ExchangeOptions.FIELDS,
                "provider_name=cluster,project_key=team-a"),
            ExchangeOptions.URL,
            "https://example.jfrog.io/access/api/v1/oidc/token");
    TrustRequest request = request("docker.example.com/app", settings);

    assertThat(new RegistryTrust.Jfrog().trust(request).shell())
        .contains(
            "service='https://example.jfrog.io/access/api/v1'\n",
            "group='readers'\n",
            "project='team-a'\n");
    assertThat(new RegistryTrust.Jfrog().trust(request).terraform())
        .contains(" = \"team-a\"\n", " = \"readers\"\n");
  }

  @Test
  void whatIsMissingIsToldWithItsOption() {
    ProviderSettings none = ProviderSettings.with(FallbackPolicy.STRICT);

    assertThatThrownBy(
            () -> new RegistryTrust.Cloudsmith().trust(request("docker.cloudsmith.io/a/b/c", none)))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> assertThat(e.hint()).contains("name it with --exchange-identity"));
    FailedCall.assertFails(
        () ->
            new RegistryTrust.Jfrog()
                .trust(
                    request(
                        "a.jfrog.io/b", with(none, Preset.JFROG.entry().registry(), "a.jfrog.io"))),
        Kind.USAGE,
        "no OIDC integration is named",
        "--exchange-fields=provider_name=NAME");
  }

  private static TrustRequest request(String image, ProviderSettings settings) {
    return new TrustRequest(
        "https://oidc.example.com/cluster",
        "team-a",
        "app",
        List.of(ImageReference.parse(image)),
        settings);
  }

  private static ProviderSettings with(
      ProviderSettings settings, ProviderOption<?> option, String value) {
    return settings.set(option, new Sourced<>(value, "--test"));
  }
}
