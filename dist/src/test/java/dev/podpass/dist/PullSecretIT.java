// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.testkit.ExampleWorld;
import dev.podpass.testkit.FakeClouds;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A Secret with credentials, for nodes whose kubelet cannot run podpass. */
class PullSecretIT {
  private static final JsonMapper JSON = new JsonMapper();

  @AutoClose private final FakeClouds clouds = ExampleWorld.start();

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

    FailureContract.assertFails(clouds, run, 78, "hint: ");
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
