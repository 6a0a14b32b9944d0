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
  }

  @Test
  void orTheReverse() {
    assertThat(runWith("--remove").out()).contains("color='red'\n").endsWith("\necho remove\n");
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
}
