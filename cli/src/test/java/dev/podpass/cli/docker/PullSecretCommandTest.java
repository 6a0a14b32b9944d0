// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podpass.cli.CommandRun;
import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PullSecretCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void printsASecretForTheRegistriesOfTheImages() throws JsonProcessingException {
    CommandRun run =
        CommandRun.of(
            Map.of("PODPASS_WITHOUT_TOKEN", "node"),
            "",
            "pull-secret",
            "echo.example/team-a/app:1",
            "echo.example/other",
            "--name=pull",
            "--namespace=team-a",
            "--json",
            "--echo-user=me");

    assertThat(run.status()).as(run.err()).isZero();
    JsonNode secret = JSON.readTree(run.out());
    assertThat(secret.at("/kind").asText()).isEqualTo("Secret");
    assertThat(secret.at("/type").asText()).isEqualTo("kubernetes.io/dockerconfigjson");
    assertThat(secret.at("/metadata/name").asText()).isEqualTo("pull");
    assertThat(secret.at("/metadata/namespace").asText()).isEqualTo("team-a");
    JsonNode auths = config(secret).at("/auths");
    assertThat(auths).hasSize(1);
    assertThat(auths.path("echo.example").path("password").asText()).isEqualTo("hunter2");
  }

  @Test
  void statesHowLongItMayBeUsed() throws JsonProcessingException {
    Auth hub = new Auth("docker.io", "user", Secret.of("hunter2"));
    PullSecret secret =
        new PullSecret(
            "pull",
            Optional.empty(),
            List.of(hub),
            Optional.of(Instant.parse("2026-06-01T12:00:00.5Z")));

    JsonNode document = JSON.valueToTree(secret.document());

    assertThat(document.at("/metadata/annotations").toString())
        .isEqualTo("{\"podpass.dev/use-until\":\"2026-06-01T12:00:00Z\"}");
    assertThat(config(document).path("auths").path("https://index.docker.io/v1/").path("auth"))
        .hasToString("\"dXNlcjpodW50ZXIy\"");
    assertThat(secret.toString()).doesNotContain("hunter2");
  }

  private static JsonNode config(JsonNode secret) throws JsonProcessingException {
    String encoded = secret.path("data").path(".dockerconfigjson").asText();
    return JSON.readTree(new String(Base64.getDecoder().decode(encoded), UTF_8));
  }
}
