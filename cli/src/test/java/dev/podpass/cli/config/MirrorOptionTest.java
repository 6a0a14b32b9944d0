// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --mirror}, in the commands that know of it. */
class MirrorOptionTest {
  @Test
  void explainShowsBothImages() {
    CommandRun run =
        CommandRun.of(
            "explain", "nginx", "--echo-user=bob", "--mirror=docker.io=token.example/hub");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(
            """
            image
              registry    docker.io
              repository  library/nginx
              provider    echo

            pulled from
              registry    token.example
              repository  hub/library/nginx
              mirror      docker.io=token.example/hub
              source      --mirror

            identity
            """)
        .contains("matchImages                  docker.io\n");
  }

  @Test
  void mayBeRepeatedAndThenConfigHasAllInOneArgument() {
    CommandRun run =
        CommandRun.of(
            "config",
            "--providers=echo",
            "--mirror=docker.io=echo.example/hub",
            "--mirror",
            "ghcr.io/team=echo.example/g,quay.io=echo.example/q");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            """
                matchImages:
                  - echo.example
                  - docker.io
                  - ghcr.io/team
                  - quay.io
            """)
        .contains(
            "- --mirror=docker.io=echo.example/hub,ghcr.io/team=echo.example/g,quay.io=echo.example/q\n");
    assertThat(CommandRun.of(Map.of(), run.out(), "config", "lint", "--strict", "-").out())
        .startsWith("kubelet starts with this, and nothing is wrong\n");
  }

  @Test
  void anEntryThatReplacesAnotherKeepsItsMirrors(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            CommandRun.of("config", "--providers=echo").out().replace("podpass-echo", "stock"));

    merge(file, "docker.io=echo.example/hub");
    assertThat(Files.readString(file))
        .contains("matchImages:\n      - echo.example\n      - docker.io\n")
        .doesNotContain("name: stock");

    merge(file, "docker.io=echo.example/hub");
    merge(file, "quay.io=echo.example/q");
    assertThat(Files.readString(file))
        .contains("matchImages:\n      - echo.example\n      - quay.io\n")
        .contains("--mirror=quay.io=echo.example/q\n");
  }

  private static void merge(Path file, String mirror) {
    CommandRun run =
        CommandRun.of(
            "config",
            "merge",
            "--providers=echo",
            "--replace=stock",
            "--mirror=" + mirror,
            file.toString());

    assertThat(run.status()).as(run.err()).isZero();
  }
}
