// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  void theCommandsAgreeOnAnEntry(
      String id, String host, String audience, String cacheType, List<String> options) {
    ProgramRun config = run(options, "config", "--providers=" + id);
    assertThat(config.failure()).isEmpty();
    assertThat(config.out())
        .contains("name: podpass-" + id, host, "serviceAccountTokenAudience: " + audience)
        .contains("cacheType: " + cacheType, "--provider=" + id)
        .contains(options);
    assertThat(lint(config.out()).failure()).isEmpty();
    assertThat(run(options, "rbac", "--providers=" + id).out()).contains(audience);
    assertThat(
            run(
                    options,
                    "explain",
                    host + "/org/app",
                    "--service-account=team-a/app",
                    "--provider=" + id)
                .out())
        .contains(id, audience, "system:serviceaccount:team-a:app");

    ProgramRun another =
        lint(
            config
                .out()
                .replace("TokenAudience: " + audience, "TokenAudience: x")
                .replace("cacheType: Token", "cacheType: ServiceAccount"));

    assertThat(another.out())
        .contains("serviceAccountTokenAudience is x; podpass needs " + audience)
        .contains(cacheType.equals("Token") ? "cacheType must be Token" : "");
  }

  private static ProgramRun run(List<String> options, String... command) {
    return ProgramRun.of(
        Stream.concat(Stream.of(command), options.stream()).toArray(String[]::new));
  }

  private static ProgramRun lint(String config) {
    return ProgramRun.withInput(config, "config", "lint", "--strict", "-");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.example/x/y|--passthrough-registry=a.example:8443|a.example:8443 is served by"
            + " --passthrough-registry, and no other port of that host; correct the image or the"
            + " option",
        "a.example:5000/x/y|--registry=b.example,a.example --provider=quay|a.example is served by"
            + " --registry, and no other port of that host; correct the image or the option",
        "quay.io:5000/x/y|--exchange-identity=a+b|write the image without the port: the"
            + " registry answers only on port 443"
      })
  void anotherPortOfARegistryIsCorrected(String image, String option, String hint) {
    List<String> command = new ArrayList<>(List.of("explain", image));
    command.addAll(List.of(option.split(" ")));
    ProgramRun run = ProgramRun.of(command.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(65);
    assertThat(run.err()).contains(" the registry ", hint);
  }
}
