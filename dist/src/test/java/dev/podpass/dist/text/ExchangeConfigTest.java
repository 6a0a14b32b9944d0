// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands for registries that exchange tokens themselves. */
class ExchangeConfigTest {
  static Stream<Arguments> providers() {
    return Stream.of(
        row("quay", "quay.io", "quay.io", "ServiceAccount", "--exchange-identity=org+robot"),
        row(
            "jfrog",
            "docker.example.com",
            "jfrog",
            "ServiceAccount",
            "--registry=docker.example.com",
            "--exchange-url=https://example.jfrog.io/access/api/v1/oidc/token",
            "--exchange-fields=provider_name=cluster-1",
            "--token-audience=jfrog"),
        row(
            "chainguard",
            "cgr.dev",
            "cgr.dev",
            "ServiceAccount",
            "--exchange-identity=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567/0123456789abcdef"),
        row(
            "cloudsmith",
            "docker.cloudsmith.io",
            "docker.cloudsmith.io",
            "ServiceAccount",
            "--exchange-fields=organization=org",
            "--exchange-identity=puller"),
        row(
            "passthrough",
            "zot.example.com:5000",
            "zot.example.com",
            "Token",
            "--passthrough-registry=zot.example.com:5000"),
        row(
            "exchange",
            "registry.example.com",
            "registry.example.com",
            "ServiceAccount",
            "--registry=registry.example.com",
            "--exchange-url=https://sts.example.com/token",
            "--exchange-username=puller"));
  }

  private static Arguments row(
      String id, String host, String audience, String cacheType, String... options) {
    return argumentSet(id, id, host, audience, cacheType, List.of(options));
  }

  @ParameterizedTest
  @MethodSource("providers")
  void configPrintsAnEntryThatLintAccepts(
      String id, String host, String audience, String cacheType, List<String> options) {
    List<String> command = new ArrayList<>(List.of("config", "--providers=" + id));
    command.addAll(options);
    ProgramRun config = ProgramRun.of(command.toArray(String[]::new));

    assertThat(config.failure()).isEmpty();
    assertThat(config.out())
        .contains(
            "name: podpass-" + id,
            host,
            "serviceAccountTokenAudience: " + audience,
            "cacheType: " + cacheType,
            "--provider=" + id)
        .contains(options);
    assertThat(ProgramRun.withInput(config.out(), "config", "lint", "--strict", "-").failure())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void lintComparesAudienceAndCacheType(
      String id, String host, String audience, String cacheType, List<String> options) {
    List<String> command = new ArrayList<>(List.of("config", "--providers=" + id));
    command.addAll(options);
    String config = ProgramRun.of(command.toArray(String[]::new)).out();

    ProgramRun lint =
        ProgramRun.withInput(
            config
                .replace(
                    "serviceAccountTokenAudience: " + audience, "serviceAccountTokenAudience: x")
                .replace("cacheType: Token", "cacheType: ServiceAccount"),
            "config",
            "lint",
            "-");

    assertThat(lint.out() + lint.err())
        .contains("serviceAccountTokenAudience is x; podpass needs " + audience);
    if (cacheType.equals("Token")) {
      assertThat(lint.out() + lint.err()).contains("cacheType must be Token");
    }
  }

  @ParameterizedTest
  @MethodSource("providers")
  void explainShowsWhoseIdentityIsUsed(
      String id, String host, String audience, String cacheType, List<String> options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "explain", host + "/org/app", "--service-account=team-a/app", "--provider=" + id));
    command.addAll(options);
    ProgramRun explain = ProgramRun.of(command.toArray(String[]::new));

    assertThat(explain.failure()).isEmpty();
    assertThat(explain.out()).contains(id, audience, "system:serviceaccount:team-a:app");
  }

  @ParameterizedTest
  @MethodSource("providers")
  void rbacNamesTheAudience(
      String id, String host, String audience, String cacheType, List<String> options) {
    List<String> command = new ArrayList<>(List.of("rbac", "--providers=" + id));
    command.addAll(options);
    ProgramRun rbac = ProgramRun.of(command.toArray(String[]::new));

    assertThat(rbac.failure()).isEmpty();
    assertThat(rbac.out()).contains(audience);
  }

  @Test
  void aHostThatTwoProvidersServeIsRefusedWithTheirOptions() {
    ProgramRun config =
        ProgramRun.of("config", "--providers=quay,passthrough", "--passthrough-registry=quay.io");

    assertThat(config.status()).isEqualTo(78);
    assertThat(config.err())
        .contains(
            "several providers serve the registry quay.io: quay, passthrough by"
                + " --passthrough-registry");
    assertThat(ProgramRun.of("explain", "quay.io/a/b", "--passthrough-registry=quay.io").err())
        .contains("quay, passthrough by --passthrough-registry");
  }

  /** Whatever the image is. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--registry=a.example|quay by --registry, jfrog by --registry",
        "--registry=a.example:8443 --passthrough-registry=a.example:8443|passthrough by"
            + " --passthrough-registry",
        "--passthrough-registry=public.ecr.aws|ecr, passthrough by --passthrough-registry"
      })
  void aStartIsRefusedWhereTwoProvidersServeARegistryOfAnOption(String options, String named) {
    List<String> command = new ArrayList<>(List.of("explain", "team.azurecr.io/app"));
    command.addAll(List.of(options.split(" ")));
    ProgramRun run = ProgramRun.of(command.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.err())
        .contains("several providers serve the registry ", named, "choose one with --provider");

    command.add("--provider=acr");
    assertThat(ProgramRun.of(command.toArray(String[]::new)).err())
        .as("one provider alone")
        .doesNotContain("several providers");
  }

  @Test
  void theSameHostWithAnotherPortIsAnotherRegistry() {
    assertThat(
            ProgramRun.of(
                    "explain",
                    "a.example:8443/a/b",
                    "--passthrough-registry=a.example,a.example:8443")
                .out())
        .contains("passthrough");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example/x/y|--passthrough-registry=a.example:8443|a.example:8443 is served by"
            + " --passthrough-registry, and no other port of that host; correct the image or the"
            + " option",
        "a.example:5000/x/y|--registry=b.example,a.example --provider=quay|a.example is served by"
            + " --registry, and no other port of that host; correct the image or the option",
        "quay.io:5000/x/y|--exchange-identity=a+b|the registry answers on port 443 alone; write the image"
            + " without the port"
      })
  void anotherPortOfARegistryIsCorrected(String image, String option, String hint) {
    List<String> command = new ArrayList<>(List.of("explain", image));
    command.addAll(List.of(option.split(" ")));
    ProgramRun run = ProgramRun.of(command.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err()).contains(" the registry ", hint);
  }

  @Test
  void aProviderThatLacksAnOptionSaysWhich() {
    assertThat(ProgramRun.of("config", "--providers=jfrog").err())
        .contains("no registry is set for the provider jfrog; hint: set --registry");
    assertThat(ProgramRun.of("config", "--providers=jfrog", "--registry=a.jfrog.io").err())
        .contains("no provider_name is set for the provider jfrog; hint: set --exchange-fields");
    assertThat(ProgramRun.of("config", "--providers=exchange").status()).isEqualTo(78);
  }
}
