// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryFormTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Secret OPAQUE = Secret.of("opaque");
  private static final AnswerPointer END = AnswerPointer.parse("/data/end");

  @Test
  void readsEachForm() {
    assertThat(read(ExpiryForm.SECONDS, answer("60"), OPAQUE)).contains(NOW.plusSeconds(60));
    assertThat(read(ExpiryForm.SECONDS, answer("0"), OPAQUE)).isEmpty();
    assertThat(read(ExpiryForm.SECONDS, answer("-5"), OPAQUE)).contains(NOW.minusSeconds(5));
    assertThat(read(ExpiryForm.UNIX, answer("1800000000"), OPAQUE))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(read(ExpiryForm.DATE, answer("\"2026-11-26T14:00:00+01:00\""), OPAQUE))
        .contains(Instant.parse("2026-11-26T13:00:00Z"));
    assertThat(read(ExpiryForm.JWT, answer("0"), jwt("{\"exp\":1800000000}")))
        .contains(Instant.ofEpochSecond(1_800_000_000));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsUnknown(ExpiryForm form) {
    assertThat(read(form, CloudAnswer.of("{}".getBytes(UTF_8)), OPAQUE)).isEmpty();
    assertThat(read(ExpiryForm.DATE, answer("null"), OPAQUE)).isEmpty();
    assertThat(read(ExpiryForm.SECONDS, answer("null"), OPAQUE)).isEmpty();
  }

  @Test
  void aDocumentedLifetimeCountsUnlessTheAnswerStatesZero() {
    TokenAnswer documented =
        new TokenAnswer(
            TokenAnswer.user("u"),
            AnswerPointer.parse("/token"),
            ExpiryForm.SECONDS,
            AnswerPointer.parse("/end"),
            Optional.of(Duration.ofHours(1)),
            List.of());
    assertThat(documented.read(granted(""), NOW).expiry()).contains(NOW.plusSeconds(3600));
    assertThat(documented.read(granted(",\"end\":60"), NOW).expiry()).contains(NOW.plusSeconds(60));
    assertThat(documented.read(granted(",\"end\":0"), NOW).expiry()).isEmpty();
  }

  private static HttpResponse granted(String end) {
    return HttpResponse.of(200, "{\"token\":\"t\"%s}".formatted(end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"exp\":0}", "{\"exp\":\"soon\"}", "{\"exp\":-1}", "[]", "x"})
  void aClaimThatCannotBeReadIsUnknown(String claims) {
    assertThat(read(ExpiryForm.JWT, answer("0"), jwt(claims))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"3600, 60, 60", "60, 3600, 60", "60,, 60", ", 60, 60", ",,"})
  void ofTwoTheEarlierCounts(@Nullable Long one, @Nullable Long other, @Nullable Long earlier) {
    assertThat(ExpiryForm.earlier(in(one), in(other))).isEqualTo(in(earlier));
  }

  private static Optional<Instant> in(@Nullable Long seconds) {
    return Optional.ofNullable(seconds).map(NOW::plusSeconds);
  }

  private static Optional<Instant> read(ExpiryForm form, CloudAnswer answer, Secret password) {
    return form.read(END, answer, password, NOW);
  }

  private static CloudAnswer answer(String end) {
    return CloudAnswer.of("{\"data\":{\"end\":%s}}".formatted(end).getBytes(UTF_8));
  }

  private static Secret jwt(String claims) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return Secret.of("e30." + base64.encodeToString(claims.getBytes(UTF_8)) + ".c2ln");
  }
}
