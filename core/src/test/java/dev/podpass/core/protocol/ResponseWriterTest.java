// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.protocol.CredentialProviderResponse.Auth;
import dev.podpass.spi.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseWriterTest {
  @Test
  void writesOneDocument() throws IOException {
    CredentialProviderResponse response =
        new CredentialProviderResponse(
            CacheKeyType.REGISTRY,
            Duration.ofMinutes(55),
            Optional.of(new Auth("registry.example:443", "AWS", Secret.of("p\"w"))));

    assertThat(written(response))
        .isEqualTo(
            """
            {"kind":"CredentialProviderResponse","apiVersion":"credentialprovider.kubelet.k8s.io/v1",\
            "cacheKeyType":"Registry","cacheDuration":"55m0s",\
            "auth":{"registry.example:443":{"username":"AWS","password":"p\\"w"}}}
            """);
    assertThat(response.toString()).doesNotContain("p\"w");
  }

  @Test
  void writesNoAuthForAnAnonymousPull() throws IOException {
    CredentialProviderResponse response =
        new CredentialProviderResponse(CacheKeyType.IMAGE, Duration.ZERO, Optional.empty());

    assertThat(written(response))
        .contains("\"cacheKeyType\":\"Image\"", "\"cacheDuration\":\"0s\"")
        .doesNotContain("auth\"");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT59.9S,59s",
    "PT1M,1m0s",
    "PT1H,1h0m0s",
    "PT11H54M3S,11h54m3s",
    "PT26H1S,26h0m1s"
  })
  void writesDurationsAsGoDoes(Duration duration, String expected) {
    assertThat(ResponseWriter.duration(duration)).isEqualTo(expected);
  }

  @Test
  void neverAnswersWithANegativeDuration() {
    assertThatThrownBy(() ->
            new CredentialProviderResponse(
                CacheKeyType.IMAGE, Duration.ofSeconds(-1), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String written(CredentialProviderResponse response) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResponseWriter.write(response, out);
    return out.toString(UTF_8);
  }
}
