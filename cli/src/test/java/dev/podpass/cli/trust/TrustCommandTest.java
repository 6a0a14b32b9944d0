// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustCommandTest {
  private static final String[] GOOD = {
    "trust",
    "echo",
    "--issuer=https://oidc.example.com",
    "--service-account=team-a/app",
    "--image=echo.example/team-a/app",
    "--set=color=red"
  };

  @Test
  void printsTheScriptBehindItsValues() {
    assertThat(CommandRun.of(GOOD).out())
        .startsWith(
            "#!/bin/sh\n# Lets pods of the service account team-a/app pull\n# as an echo:\n")
        .contains("#   echo.example/team-a/app\n#\n")
        .endsWith(
            """
            issuer='https://oidc.example.com'
            namespace='team-a'
            service_account='app'
            mark='podpass-6027f76b6d'
            color='red'
            echo grant
            """);
  }

  @Test
  void takesEachImageOnce() {
    assertThat(runWith("--image=echo.example/team-b/x", "--image=echo.example/team-a/app").out())
        .containsOnlyOnce("#   echo.example/team-a/app\n")
        .containsOnlyOnce("#   echo.example/team-b/x\n");
    assertThat(runWith("--image=other.example/x").err()).contains("the registry other.example");
  }

  @Test
  void orTheReverse() {
    assertThat(runWith("--remove").out()).contains("color='red'\n").endsWith("\necho remove\n");
    assertThat(runWith("--remove", "--terraform").err())
        .contains("--terraform and --remove exclude each other");
    assertThat(runWith("--remove", "--terraform").status()).isEqualTo(64);
  }

  @Test
  void refusesASecondServiceAccountInsteadOfTrustingOneOfThem() {
    CommandRun run =
        CommandRun.of(
            Stream.concat(Arrays.stream(GOOD), Stream.of("--service-account=team-b/app"))
                .toArray(String[]::new));

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("--service-account is given 2 times; hint: give it once");
  }

  /** With other arguments, in the place of those of the same option; an image is added. */
  private static CommandRun runWith(String... more) {
    Stream<String> kept =
        Arrays.stream(GOOD)
            .filter(good ->
                good.startsWith("--image=")
                    || Arrays.stream(more)
                        .noneMatch(other -> good.startsWith(other.split("=", 2)[0] + "=")));
    return CommandRun.of(Stream.concat(kept, Arrays.stream(more)).toArray(String[]::new));
  }

  @Test
  void orTerraform() {
    String[] unset =
        Stream.concat(
                Arrays.stream(GOOD).filter(good -> !good.startsWith("--set=")),
                Stream.of("--terraform"))
            .toArray(String[]::new);
    assertThat(CommandRun.of(unset).out())
        .isEqualTo(
            """
            module "podpass_echo" {
              source = "github.com/podpass/podpass//deploy/terraform/echo?ref=TAG"

              images = ["echo.example/team-a/app"]
            }
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "RS256 | -",
        "RS384 | warning: keys in %s sign with RS384; the cloud accepts only RS256; hint: give the API"
      })
  void warnsOfKeysWhoseSignaturesTheCloudDoesNotAccept(
      String algorithm, String warning, @TempDir Path folder) throws IOException {
    Path keys = folder.resolve("jwks.json");
    Files.writeString(
        keys,
        "{\"keys\":[{\"kty\":\"RSA\",\"alg\":\"%s\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}"
            .formatted(algorithm));
    CommandRun run = runWith("--token-jwks=" + keys);

    assertThat(run.err()).startsWith(warning == null ? "" : warning.formatted(keys));
    assertThat(run.err().isEmpty()).isEqualTo(warning == null);
    assertThat(run.out()).endsWith("\necho grant\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void aVariableThatNoScriptHasIsRefused() {
    CommandRun run = runWith("--set=colour=red");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("no variable colour; hint: set one of color");
    assertThat(runWith("--set=color=red", "--terraform").err())
        .contains("--terraform and --set exclude each other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --issuer=http://oidc.example.com   | 64 | must be an https URL
          --issuer=https://$(rm)             | 64 | must be an https URL
          --service-account=team-a           | 64 | must be NAMESPACE/NAME
          --service-account=team-a/*         | 64 | these registries trust single service accounts only
          --set=color                        | 64 | must be NAME=VALUE
          --image=other.example/app          | 65 | the registry other.example
          --image=app                        | 65 | Docker Hub short name
          """)
  void refusesWithOneLine(String argument, int status, String because) {
    CommandRun run = runWith(argument);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(because);
    assertThat(run.err().lines()).hasSize(1);
  }
}
