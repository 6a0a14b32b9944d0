// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String[] GOOD = {
    "trust",
    "echo",
    "--issuer=https://oidc.example.com",
    "--service-account=team-a/app",
    "--image=echo.example/team-a/app",
    "--color=red"
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
            color='red'
            echo grant
            """);
  }

  @Test
  void takesEachImageOnce() {
    assertThat(runWith("--image=echo.example/team-b/x", "--image=echo.example/team-a/app").out())
        .containsOnlyOnce("#   echo.example/team-a/app\n")
        .containsOnlyOnce("#   echo.example/team-b/x\n");
    assertThat(runWith("--image=other.example/x").err())
        .contains("the registry other.example is not one of echo");
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
    assertThat(runWith("--terraform").out())
        .isEqualTo(
            """
            module "podpass_echo" {
              source = "github.com/podpass/podpass//deploy/terraform/echo"

              images = ["echo.example/team-a/app"]
            }
            """);
  }

  /** Of several lines, or of thousands of characters, as scripts have them. */
  @Test
  void orJsonWithTheSameText() throws IOException {
    String images =
        IntStream.range(0, 300).mapToObj(i -> "team-a/app" + i).collect(Collectors.joining(" "));
    String[] many =
        Stream.concat(
                Arrays.stream(images.split(" ", -1)).map(image -> "--image=echo.example/" + image),
                Stream.of("--issuer=https://oidc.example.com"))
            .toArray(String[]::new);
    String[] manyAsJson =
        Stream.concat(Arrays.stream(many), Stream.of("--json")).toArray(String[]::new);

    JsonNode json = JSON.readTree(runWith(manyAsJson).out());
    JsonNode module = JSON.readTree(runWith("--json", "--terraform").out());

    assertThat(json.get("provider").textValue()).isEqualTo("echo");
    assertThat(json.get("subject").textValue()).isEqualTo("system:serviceaccount:team-a:app");
    assertThat(json.get("script").textValue())
        .hasSizeGreaterThan(3000)
        .isEqualTo(runWith(many).out());
    assertThat(module.get("terraform").textValue()).isEqualTo(runWith("--terraform").out());
  }

  @Test
  void aNamespaceIsRefusedWhereTheCloudTakesSingleServiceAccounts() {
    CommandRun run =
        CommandRun.of(
            Arrays.stream(GOOD)
                .map(good -> good.startsWith("--service") ? "--namespace=team-a" : good)
                .toArray(String[]::new));

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("the cloud of echo trusts single service accounts only");
    assertThat(runWith("--namespace=team-a").err())
        .contains("--namespace and --service-account exclude each other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --issuer=http://oidc.example.com   | 64 | must be an https URL
          --issuer=https://$(rm)             | 64 | must be an https URL
          --service-account=team-a           | 64 | must be NAMESPACE/NAME
          --image=other.example/app          | 65 | the registry other.example is not one of echo
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
