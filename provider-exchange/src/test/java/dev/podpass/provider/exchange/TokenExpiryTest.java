// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExpiryTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Secret OPAQUE = Secret.of("opaque");
  private static final AnswerPointer END = AnswerPointer.parse("/data/end");

  @Test
  void readsEachForm() {
    assertThat(TokenExpiry.seconds(END).of(answer("60"), OPAQUE, NOW))
        .contains(NOW.plusSeconds(60));
    assertThat(TokenExpiry.unix(END).of(answer("1800000000"), OPAQUE, NOW))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(TokenExpiry.date(END).of(answer("\"2026-11-26T14:00:00+01:00\""), OPAQUE, NOW))
        .contains(Instant.parse("2026-11-26T13:00:00Z"));
    assertThat(TokenExpiry.jwt().of(answer("0"), jwt("{\"exp\":1800000000}"), NOW))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(TokenExpiry.after(Duration.ofHours(1)).of(answer("0"), OPAQUE, NOW))
        .contains(NOW.plusSeconds(3_600));
  }

  @Test
  void whatIsNotThereIsUnknown() {
    CloudAnswer empty = CloudAnswer.of("{}".getBytes(UTF_8));

    for (ExpiryForm form : ExpiryForm.values()) {
      assertThat(form.in(END).of(empty, OPAQUE, NOW)).as("%s", form).isEqualTo(Optional.empty());
    }
    assertThat(TokenExpiry.date(END).of(answer("null"), OPAQUE, NOW)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"exp\":0}", "{\"exp\":\"soon\"}", "{\"exp\":-1}", "[]", "x"})
  void aClaimThatCannotBeReadIsUnknown(String claims) {
    assertThat(TokenExpiry.jwt().of(answer("0"), jwt(claims), NOW)).isEmpty();
  }

  @Test
  void ofTwoTheEarlierCounts() {
    TokenExpiry both = TokenExpiry.jwt().orEarlier(TokenExpiry.after(Duration.ofHours(1)));

    assertThat(both.of(answer("0"), jwt("{\"exp\":1800000000}"), NOW))
        .contains(NOW.plusSeconds(3_600));
    long early = NOW.getEpochSecond() + 60;
    assertThat(both.of(answer("0"), jwt("{\"exp\":%d}".formatted(early)), NOW))
        .contains(NOW.plusSeconds(60));
    assertThat(both.of(answer("0"), OPAQUE, NOW)).contains(NOW.plusSeconds(3_600));
  }

  private static CloudAnswer answer(String end) {
    return CloudAnswer.of("{\"data\":{\"end\":%s}}".formatted(end).getBytes(UTF_8));
  }

  private static Secret jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return Secret.of("e30." + base64.encodeToString(claims.getBytes(UTF_8)) + ".c2ln");
  }
}
