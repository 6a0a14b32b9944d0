// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.secret.Secret;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.params.provider.ArgumentsSource;

class ServiceAccountTokenFuzzTest {
  private static final TokenPolicy POLICY =
      TokenPolicy.at(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
          .anyIssuer()
          .unverifiedSignature();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** The bytes as a whole token, and as the claims of one. */
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void isRefusedOrJudged(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    judge(new String(bytes, UTF_8));
    String header = BASE64.encodeToString("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(UTF_8));
    judge(header + "." + BASE64.encodeToString(bytes) + ".c2ln");
  }

  private static void judge(String text) {
    Refusal.orResult(() -> ServiceAccountToken.parse(Secret.of(text)))
        .ifPresent(token -> {
          assertThat(token.toString()).doesNotContain(text);
          var _ = Refusal.orResult(() -> POLICY.validate(token, Set.of("sts.amazonaws.com")));
        });
  }
}
