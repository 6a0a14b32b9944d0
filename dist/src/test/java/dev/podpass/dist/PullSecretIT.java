// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.Shell;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Secret with credentials, for nodes whose kubelet cannot run podpass. */
class PullSecretIT {
  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

  @Tag("smoke")
  @Test
  void hasACredentialForEachRegistryUntilTheFirstExpires() throws IOException {
    PluginRun run =
        podpass()
            .run(
                new byte[0],
                "pull-secret",
                ExampleWorld.IMAGE,
                ExampleWorld.ACR_IMAGE,
                ExampleWorld.IMAGE + "-2",
                "--json");

    assertThat(run.stderr()).isEmpty();
    JsonNode secret = JSON.readTree(run.stdout());
    String config = secret.at("/data").path(".dockerconfigjson").asText();
    JsonNode auths =
        JSON.readTree(new String(Base64.getDecoder().decode(config), UTF_8)).at("/auths");
    assertThat(auths).hasSize(2);
    JsonNode ecr = auths.path(ExampleWorld.IMAGE.split("/", 2)[0]);
    assertThat(clouds.aws().password(ecr.path("password").asText())).isPresent();
    JsonNode acr = auths.path(ExampleWorld.ACR_REGISTRY);
    assertThat(clouds.azure().refreshToken(acr.path("password").asText())).isPresent();
    Instant until =
        Instant.parse(secret.at("/metadata/annotations").path("podpass.dev/use-until").asText());
    assertThat(until)
        .isBetween(
            Instant.now().plus(Duration.ofMinutes(40)), Instant.now().plus(Duration.ofHours(1)));
  }

  @Test
  void isNotPrintedInPart() throws IOException {
    PluginRun run =
        podpass().run(new byte[0], "pull-secret", ExampleWorld.IMAGE, ExampleWorld.GAR_IMAGE);

    Contract.assertFails(clouds, run, 78, "hint: ");
  }

  /** Each registry's token is for the audience of its cloud, and kubectl runs once for it. */
  @Test
  void exchangesTokensThatKubectlCreates() throws IOException {
    BuiltProgram podpass =
        podpass()
            .with("PODPASS_TOKEN_FILE", "/nonexistent")
            .with(
                "PATH",
                kubectl(
                    """
                    echo "Warning: of a credential plugin" >&2
                    case "$*" in
                    "--namespace=team-a create token app --audience=sts.amazonaws.com") cat aws && rm aws ;;
                    "--namespace=team-a create token app --audience=%s") cat azure ;;
                    *) echo "unexpected: $*" >&2; exit 9 ;;
                    esac
                    """
                        .formatted(ExampleWorld.AZURE_AUDIENCE)));

    PluginRun run =
        podpass.run(
            new byte[0],
            "pull-secret",
            ExampleWorld.IMAGE,
            ExampleWorld.IMAGE.replace("us-east-1", "eu-west-1"),
            ExampleWorld.ACR_IMAGE,
            "--service-account=team-a/app",
            "--json");

    assertThat(run.stderr()).isEmpty();
    JsonNode secret = JSON.readTree(run.stdout());
    String config = secret.at("/data").path(".dockerconfigjson").asText();
    assertThat(JSON.readTree(Base64.getDecoder().decode(config)).at("/auths")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo 'error: app is forbidden: no' >&2; exit 1|77|team-a/app: error: app is forbidden: no",
        "echo 'error: failed to create token: Unauthorized' >&2; exit 1|77|token: Unauthorized",
        "echo noise; echo 'error: absent' >&2; exit 1|78|team-a/app: error: absent; hint: ",
        "exit 1|78|it printed nothing",
        "echo done|78|it printed no token",
        "exec sleep 100|75|it did not end within",
        "kill -9 $$|75|signal 9 ended it",
        "echo 'Error from server (Conflict): x' >&2; exit 1|75|(Conflict)",
        "echo 'Error from server (InternalError): x' >&2; exit 1|69|(InternalError)",
        "echo 'Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout' >&2; exit 1|75|i/o",
        "echo 'The connection to the server 10.0.0.1:6443 was refused - did you' >&2; exit 1|69|refused",
        "echo 'The connection to the server localhost:8080 was refused - did' >&2; exit 1|78|refused",
        "echo eyJhbGciOiJSUzI1NiJ9|65|token"
      })
  void saysWhyKubectlHasNoToken(String script, int status, String because) throws IOException {
    Contract.assertFails(
        clouds,
        podpass()
            .with("PATH", kubectl(script))
            .run(
                new byte[0],
                "pull-secret",
                ExampleWorld.IMAGE,
                "--service-account=team-a/app",
                "--deadline=2s"),
        status,
        because);
    assertThat(clouds.received().requests()).isEmpty();
  }

  @Test
  void needsKubectlForAServiceAccountAndNoTokenBesideIt() throws IOException {
    BuiltProgram podpass = podpass().with("PATH", clouds.directory().toString());
    String[] line = {"pull-secret", ExampleWorld.IMAGE, "--service-account=team-a/app"};

    Contract.assertFails(
        clouds, podpass.run(new byte[0], line), 78, "kubectl", "hint: try kubectl create token");
    Contract.assertFails(
        clouds,
        podpass.run(new byte[0], line[0], line[1], line[2], "--token-file=token"),
        64,
        "--service-account and --token-file exclude each other");
  }

  /** A directory with a kubectl, for PATH. */
  private String kubectl(String script) throws IOException {
    Path bin = Files.createDirectory(clouds.directory().resolve("bin"));
    String tokens = "cd '" + clouds.directory().resolve("tokens") + "'\n";
    var _ = new Shell(bin, Map.of()).program("kubectl", tokens + script);
    return bin + ":/usr/bin:/bin";
  }

  private BuiltProgram podpass() throws IOException {
    Path tokens = Files.createDirectory(clouds.directory().resolve("tokens"));
    Files.writeString(tokens.resolve("aws"), clouds.issuer().token().mint());
    Files.writeString(
        tokens.resolve("azure"),
        clouds.issuer().token().audience(ExampleWorld.AZURE_AUDIENCE).mint());
    return new BuiltProgram(clouds)
        .with("PODPASS_TOKEN_FILE", tokens.toString())
        .with("PODPASS_ECR_ROLE_ARN", ExampleWorld.ROLE)
        .with("PODPASS_ACR_CLIENT_ID", ExampleWorld.AZURE_CLIENT_ID)
        .with("PODPASS_ACR_TENANT_ID", ExampleWorld.AZURE_TENANT);
  }
}
