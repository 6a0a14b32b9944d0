// SPDX-License-Identifier: Apache-2.0
package dev.podpass.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class RedactionFuzzTest {
  private static final String SIGNATURE = "cGxhbnRlZC1zaWduYXR1cmU";
  private static final String PLANTED = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0." + SIGNATURE;

  /** A secret at each place that a line feed marks: known, and known by its shape alone. */
  @FuzzTest
  void neverShowsASecret(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    assertThat(Redaction.line(text.replace("\n", PLANTED), Secret.of(PLANTED)))
        .doesNotContain(SIGNATURE, "\n", "\u001b");
    assertThat(Redaction.line(text.replace("\n", " " + PLANTED + " "))).doesNotContain(SIGNATURE);
  }
}
