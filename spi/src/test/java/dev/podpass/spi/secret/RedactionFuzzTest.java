// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.params.provider.ArgumentsSource;

class RedactionFuzzTest {
  private static final String SIGNATURE = "cGxhbnRlZC1zaWduYXR1cmU";

  /** A signature of RS256: 256 random bytes. */
  private static final String LONG_SIGNATURE = signature();

  private static final String PLANTED = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0." + SIGNATURE;

  private static final String[] NO_LETTERS = {
    "\n", "\r\n", " ", ", ", "\",\"", "\\n", "\\r\\n", "\\\\n", "\\u000a", "\\u200b", "\u200b",
    "\u0000", "%0A", "%0D%0A", "%250A", "%2C%20", "-", ".", "_", "/", "=\n", "&#10;", "&quot;",
    "<br>", "<br/>\n", " | ", "..."
  };

  /** A secret at each place that a line feed marks: known, and known by its shape alone. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void neverShowsASecret(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    assertThat(Redaction.line(text.replace("\n", PLANTED), Secret.of(PLANTED)))
        .doesNotContain(SIGNATURE, "\n", "\u001b");
    assertThat(Redaction.line(text.replace("\n", " " + PLANTED + " "))).doesNotContain(SIGNATURE);
  }

  /** A token in pieces of the first byte's length, between which the other bytes stand. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void neverShowsASecretInPieces(byte[] bytes) {
    int length = bytes.length == 0 ? 64 : 1 + (bytes[0] & 0x7f);
    String between = bytes.length < 2 ? "\n" : NO_LETTERS[(bytes[1] & 0xff) % NO_LETTERS.length];
    String around = new String(bytes, UTF_8);
    String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0." + LONG_SIGNATURE;

    String line =
        Redaction.line(
            around
                + token.replaceAll("(?<=\\G.{" + length + "})", quoteReplacement(between))
                + around,
            Secret.of(token));

    String letters =
        line.replaceAll("\\\\+(?:u[0-9a-f]{4}|[nrt])|%(?:25)*[0-9A-F]{2}|&[#0-9a-z]+;|<[^>]*>", "")
            .replaceAll("[^A-Za-z0-9]", "");
    for (int i = 0; i + 20 <= LONG_SIGNATURE.length(); i++) {
      String run = LONG_SIGNATURE.substring(i, i + 20).replaceAll("[_-]", "");
      assertThat(letters).doesNotContain(run);
    }
  }

  private static String signature() {
    byte[] random = new byte[256];
    new Random(4412).nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
