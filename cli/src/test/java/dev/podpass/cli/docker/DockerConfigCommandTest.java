// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import org.junit.jupiter.api.Test;

class DockerConfigCommandTest {
  @Test
  void namesPodpassForTheHostsOfImages() {
    CommandRun run = CommandRun.of("docker-config", "token.example/team-a/app:1", "echo.example");

    assertThat(run.out())
        .isEqualTo(
            """
            {
              "credHelpers": {
                "echo.example": "podpass",
                "token.example": "podpass"
              }
            }
            """);
    assertThat(run.status()).isZero();
  }

  @Test
  void printsWhatAPodNeeds() {
    CommandRun run =
        CommandRun.of(
            "docker-config",
            "echo.example",
            "--pod",
            "--image=mirror.example.com/podpass:1",
            "--echo-user=me",
            "--allow-push",
            "--push-repository=team-a/app");

    assertThat(run.out())
        .contains(
            "kind: ConfigMap",
            "config.json: '{\"credHelpers\": {\"echo.example\": \"podpass\"}}'",
            "image: mirror.example.com/podpass:1",
            "mountPath: /usr/local/bin/docker-credential-podpass",
            "audience: aud",
            "name: PODPASS_ECHO_USER",
            "value: me",
            "name: PODPASS_ALLOW_PUSH",
            "value: team-a/app");
    assertThat(run.status()).isZero();
  }
}
