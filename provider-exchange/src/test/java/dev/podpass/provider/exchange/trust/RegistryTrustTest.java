// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.core.testing.TrustTrial;
import dev.podpass.provider.exchange.ExchangeOptions;
import dev.podpass.provider.exchange.Preset;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import dev.podpass.spi.image.ImageReference;
import dev.podpass.testkit.ExampleWorld;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scripts do is tried in {@code conformance/trust}. */
class RegistryTrustTest {
  private static final TrustTrial JFROG = TrustTrial.of(new RegistryTrust.Jfrog());
  private static final TrustTrial CLOUDSMITH = TrustTrial.of(new RegistryTrust.Cloudsmith());

  static Stream<Arguments> providers() {
    return Stream.of(
        row(
            TrustTrial.of(new RegistryTrust.Quay())
                .with(ExchangeOptions.OWNER.name(), "team_a+puller"),
            ExampleWorld.QUAY_IMAGE,
            "quay.io"),
        row(
            JFROG
                .with(Preset.JFROG.entry().registry(), "mycompany.jfrog.io")
                .with(ExchangeOptions.FIELDS, "provider_name=my cluster"),
            ExampleWorld.JFROG_IMAGE,
            "mycompany.jfrog.io"),
        row(
            TrustTrial.of(new RegistryTrust.Chainguard()),
            ExampleWorld.CHAINGUARD_IMAGE,
            "cgr.dev"),
        row(
            CLOUDSMITH
                .with(ExchangeOptions.FIELDS, "organization=my-company")
                .with(ExchangeOptions.OWNER.name(), "puller-x1y2"),
            ExampleWorld.CLOUDSMITH_IMAGE,
            "docker.cloudsmith.io"));
  }

  private static Arguments row(TrustTrial trial, String image, String audience) {
    return argumentSet(trial.guide().provider(), trial, image, audience);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theScriptsHaveTheClaimsAndAreOfShell(TrustTrial trial, String image, String audience) {
    for (String script : List.of(trial.shell(image), trial.removal(image))) {
      assertThat(script)
          .startsWith("#!/bin/sh\n# ")
          .contains(
              "#   " + ImageReference.parse(image).name() + "\n", "\nfail() {\n", "\nset -eu\n");
    }
    assertThat(trial.shell(image))
        .startsWith("#!/bin/sh\n# Lets pods")
        .contains(
            "issuer='https://oidc.example.com/cluster'\n",
            "namespace='team-a'\n",
            "service_account='app'\n",
            "audience='" + audience + "'\n");
    assertThat(trial.removal(image)).startsWith("#!/bin/sh\n# Removes what podpass trust ");
    assertThat(trial.removal(image)).doesNotContain("POST /", "PUT /", " create ");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void theModuleHasTheClaims(TrustTrial trial, String image, String audience) {
    if (trial.guide().provider().equals("quay")) {
      assertThatThrownBy(() -> trial.terraform(image))
          .isInstanceOf(CredentialException.class)
          .hasMessage("there is no Terraform module for this");
      return;
    }
    assertThat(trial.terraform(image))
        .contains("\"https://oidc.example.com/cluster\"", "\"team-a/app\"", "\"" + audience + "\"");
  }

  @Test
  void theModuleOfAServiceHasItsNameFirstInEveryRun() {
    TrustTrial trial =
        CLOUDSMITH
            .with(ExchangeOptions.FIELDS, "organization=my-company")
            .with(ExchangeOptions.OWNER.name(), "puller-x1y2");

    assertThat(trial.terraform(ExampleWorld.CLOUDSMITH_IMAGE))
        .containsPattern(" name += \"[^\"]+\"\n +service += \"");
  }

  @Test
  void imagesOfTwoRegistriesAreRefused() {
    TrustTrial.of(new RegistryTrust.Quay())
        .with(Preset.QUAY.entry().registry(), "quay.io,quay.example.com")
        .refuses(
            "the images need several registries: quay.io, quay.example.com",
            "quay.io/a/b",
            "quay.example.com/a/b");
  }

  @Test
  void imagesOfAnotherOrganizationAreRefused() {
    for (RegistryTrust guide : List.of(new RegistryTrust.Quay(), new RegistryTrust.Chainguard())) {
      String host = guide.provider().equals("quay") ? "quay.io" : "cgr.dev";
      TrustTrial.of(guide)
          .refuses("the images need several organizations: a, b", host + "/a/x", host + "/b/x");
    }
    CLOUDSMITH
        .with(ExchangeOptions.FIELDS, "organization=my-company")
        .with(ExchangeOptions.OWNER.name(), "puller-x1y2")
        .refuses(
            "docker.cloudsmith.io/other/main/app is of the organization other, and the service"
                + " account pulls from my-company",
            "docker.cloudsmith.io/other/main/app");
  }

  @Test
  void aMappingIsOfTheGroupAndTheProject() {
    TrustTrial trial =
        JFROG
            .with(Preset.JFROG.entry().registry(), "docker.example.com")
            .with(ExchangeOptions.FIELDS, "provider_name=cluster,project_key=team-a")
            .with(ExchangeOptions.URL, "https://example.jfrog.io/access/api/v1/oidc/token");

    assertThat(trial.shell("docker.example.com/app"))
        .contains(
            "service='https://example.jfrog.io/access/api/v1'\n",
            "group='readers'\n",
            "project='team-a'\n");
    assertThat(trial.terraform("docker.example.com/app"))
        .contains(" = \"team-a\"\n", " = \"readers\"\n");
  }

  @Test
  void whatEveryClusterHasAtTheRegistryIsNamedAfterTheIssuer() {
    TrustTrial chainguard = TrustTrial.of(new RegistryTrust.Chainguard());
    TrustTrial other = chainguard.issuedBy("https://oidc.example.com/2");
    String image = ExampleWorld.CHAINGUARD_IMAGE;

    assertThat(chainguard.shell(image))
        .containsPattern("identity='podpass-team-a_app-[0-9a-f]{10}'\n")
        .contains("identity='" + identity(chainguard.terraform(image)) + "'\n");
    assertThat(identity(other.terraform(image)))
        .isNotEqualTo(identity(chainguard.terraform(image)));
    chainguard.issuedBy("https://10.0.0.1").refuses("the host is not public", image);
  }

  private static String identity(String module) {
    return module.replaceFirst("(?s).*\"(podpass-[^\"]*)\".*", "$1");
  }

  /** Its URLs have no organization. */
  @Test
  void theDomainOfAnOrganizationHasTheRepositoryFirst() {
    TrustTrial cloudsmith =
        CLOUDSMITH
            .with(Preset.CLOUDSMITH.entry().registry(), "docker.example.com")
            .with(ExchangeOptions.FIELDS, "organization=my-company")
            .with(ExchangeOptions.OWNER.name(), "puller-x1y2");

    assertThat(cloudsmith.shell("docker.example.com/main/app")).contains("repositories='main'\n");
    FailedCall.assertFails(
        () -> cloudsmith.shell("docker.example.com/app"),
        Kind.USAGE,
        "docker.example.com/app does not name a repository and an image",
        "docker.cloudsmith.io/ORG/REPOSITORY/IMAGE");
  }

  @Test
  void whatIsMissingIsToldWithItsOption() {
    FailedCall.assertFails(
        () -> CLOUDSMITH.shell("docker.cloudsmith.io/a/b/c"),
        Kind.USAGE,
        "no service at Cloudsmith is named",
        "name it with --exchange-identity");
    FailedCall.assertFails(
        () -> JFROG.with(Preset.JFROG.entry().registry(), "a.jfrog.io").shell("a.jfrog.io/b"),
        Kind.USAGE,
        "no OIDC integration is named",
        "--exchange-fields=provider_name=NAME");
  }
}
