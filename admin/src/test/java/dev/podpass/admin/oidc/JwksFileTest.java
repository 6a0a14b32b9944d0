// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.testing.FakeConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwksFileTest {
  private static final String ISSUER = "https://oidc.example/cluster";
  private static final HttpResponse DOCUMENT =
      HttpResponse.of(
          200,
          "{\"issuer\": \"%s\", \"jwks_uri\": \"https://keys.example/jwks\"}".formatted(ISSUER));

  @TempDir private Path directory;

  private static String keys(String... ids) {
    return "{\"keys\": [%s]}"
        .formatted(
            String.join(
                ", ",
                Stream.of(ids)
                    .map(
                        "{\"kty\": \"RSA\", \"kid\": \"%s\", \"n\": \"AQAB\", \"e\": \"AQAB\"}"
                            ::formatted)
                    .toList()));
  }

  private static FakeConnections publishing(String keys) {
    return new FakeConnections(DOCUMENT, HttpResponse.of(200, keys));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(directory.resolve("jwks.json"), content);
  }

  @Test
  void namesThePublishedKeysThatItLacks() throws IOException {
    Path file = file(keys("old", "now"));

    assertThat(JwksFile.missing(file, ISSUER, publishing(keys("now", "next"))))
        .containsExactly("next");
    assertThat(JwksFile.missing(file, ISSUER, publishing(keys("now")))).isEmpty();
  }

  @Test
  void takesNothingThatHasNoKeys() {
    assertThat(new String(JwksFile.published(ISSUER, publishing(keys("now"))), UTF_8))
        .isEqualTo(keys("now"));
    for (String published : new String[] {"{\"keys\": []}", "<html>", ""}) {
      assertThatThrownBy(() -> JwksFile.published(ISSUER, publishing(published)))
          .isInstanceOf(CredentialException.class);
    }
  }
}
