// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.testing.FailedCall;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerServerTest {
  @ParameterizedTest
  @CsvSource({
    "registry.example.com,registry.example.com",
    "https://registry.example.com,registry.example.com",
    "https://registry.example.com/,registry.example.com",
    "registry.example.com/v1/,registry.example.com",
    "https://registry.example.com/v2,registry.example.com",
    "https://registry.example.com:5000/v2/,registry.example.com:5000",
    "localhost:5000,localhost:5000",
    "https://index.docker.io/v1/,docker.io",
    "registry-1.docker.io,docker.io"
  })
  void acceptsTheFormsThatClientsSend(String url, String registry) {
    DockerServer server = read(url + "\n");

    assertThat(server.registry()).hasToString(registry);
    assertThat(server.url()).isEqualTo(url);
    assertThat(server.isRepository()).isFalse();
  }

  /** As go-containerregistry asks with credsStore, before it asks for the host. */
  @Test
  void knowsARepository() {
    DockerServer server = read("registry.example.com:5000/team-a/app");

    assertThat(server.isRepository()).isTrue();
    assertThat(server.registry()).hasToString("registry.example.com:5000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://registry.example.com|its scheme is not https",
        "ftp://registry.example.com|its scheme is not https",
        "https://user:hunter2@registry.example.com|it has user information",
        "registry.example.com/Team-a|it has a path",
        "https://registry.example.com/team-a|it has a path",
        "https://registry.example.com/v3/|it has a path",
        "https://registry.example.com/?x=1|it has a path",
        "registry.example.com other.example.com|there is more than one",
        "bücher.example|is not a registry host",
        "registry.example.com:0|is not a registry host",
        "https://|is not a registry host"
      })
  void refusesWhatIsNotOneRegistry(String url, String because) {
    FailedCall.assertFails(() -> read(url), Kind.BAD_REQUEST, because);
  }

  @Test
  void refusesTwoLines() {
    assertThatThrownBy(() -> read("one.example.com\ntwo.example.com\n"))
        .hasMessageContaining("there is more than one");
  }

  @Test
  void hasTheTextOfTheProtocolForAnEmptyLine() {
    assertThatThrownBy(() -> read("\n"))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> assertThat(DockerAnswers.line(e)).isEqualTo("no credentials server URL"));
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> read("a".repeat(1 << 20))).hasMessageContaining("4096 bytes");
  }

  private static DockerServer read(String text) {
    return DockerServer.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
