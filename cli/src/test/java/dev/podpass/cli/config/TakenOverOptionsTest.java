// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code config merge --replace} takes over from the entry of the cloud's own plugin. */
class TakenOverOptionsTest extends MergeFixture {
  private static final String STOCK =
      """
      apiVersion: kubelet.config.k8s.io/v1
      kind: CredentialProviderConfig
      providers:
        - name: echo-plugin
          matchImages: [echo.example, docker.io]
          defaultCacheDuration: 12h
          apiVersion: credentialprovider.kubelet.k8s.io/v1
          args: [--login=joe, --mirrors, docker.io=echo.example/hub, --break=true, other]
      """;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("c.yaml"), STOCK);
  }

  @Test
  void theOptionsThatTheProviderNames() throws IOException {
    CommandRun run = merge(file, "--replace=echo-plugin");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(file))
        .contains("--echo-user=joe", "--mirror=docker.io=echo.example/hub")
        .contains("- docker.io")
        .doesNotContain("--login", "--mirrors", "broken", "other");
  }

  @Test
  void ofItsOwnEntryWhenItIsRunAgain() {
    assertThat(merge(file, "--replace=echo-plugin").status()).isZero();

    assertThat(merge(file, "--replace=echo-plugin").out()).contains("no change: ");
  }

  @Test
  void notWhatIsGiven() throws IOException {
    CommandRun run =
        merge(
            file,
            "--replace=echo-plugin",
            "--echo-user=jane",
            "--env=PODPASS_MIRROR=docker.io=echo.example/cache");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(file))
        .contains("--echo-user=jane", "docker.io=echo.example/cache")
        .doesNotContain("joe", "echo.example/hub");
  }

  @Test
  void nothingOfAnotherEntry() throws IOException {
    Files.writeString(file, STOCK.replace("echo-plugin", "another"));

    assertThat(merge(file, "--replace=another").status()).isZero();
    // The old entry stays for docker.io, which podpass does not serve.
    String written = Files.readString(file);
    assertThat(written.substring(0, written.indexOf("  - name: another")))
        .contains("podpass-echo")
        .doesNotContain("joe", "--mirror");
  }

  @Test
  void orNothingAtAllIfAnArgumentHasNoMeaning() throws IOException {
    String wrong = STOCK.replace("--login=joe", "--login=");
    Files.writeString(file, wrong);

    CommandRun run = merge(file, "--replace=echo-plugin");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("--login of echo-plugin is empty");
    assertThat(file).hasContent(wrong);
  }
}
