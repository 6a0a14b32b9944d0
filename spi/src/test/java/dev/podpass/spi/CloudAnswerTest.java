// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.http.Connections.ErrorResponseException;
import dev.podpass.spi.http.HttpResponse;
import dev.podpass.spi.secret.Secret;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudAnswerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @Test
  void readsWhatTheApiDocuments() {
    CloudAnswer answer =
        answer(
            "{\"t\":\"abc.DEF-~=\",\"in\":3600,\"at\":1795600800,\"on\":\"2026-11-25T15:00:00Z\"}");

    assertThat(answer.secret("t").reveal()).isEqualTo("abc.DEF-~=");
    assertThat(answer.endOfLife("in", NOW)).contains(Instant.parse("2026-11-25T11:00:00Z"));
    assertThat(answer.instant("at")).contains(Instant.ofEpochSecond(1_795_600_800));
    assertThat(answer.date("on")).isEqualTo(Instant.parse("2026-11-25T15:00:00Z"));
    assertThat(answer.endOfLife("none", NOW)).isEmpty();
    assertThat(answer("{\"in\":0}").endOfLife("in", NOW)).isEmpty();
    assertThat(answer("{\"in\":-5}").endOfLife("in", NOW)).contains(NOW.minusSeconds(5));
    assertThat(answer("{\"in\":\"60\"}").endOfLife("in", NOW)).contains(NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                    | it has no t",
        "{\"t\":null}          | it has no t",
        "{\"t\":7}             | its t is not a string",
        "{\"t\":[\"a\"]}       | its t is not a string",
        "{\"t\":\"\"}          | its t is empty",
        "{\"t\":\"a b\"}       | its t has characters that are not allowed in a token or password",
        "{\"t\":\"a\\r\\nb\"}  | its t has characters that are not allowed in a token or password",
        "{\"t\":\"a\\u0000\"}  | its t has characters that are not allowed in a token or password",
        "{\"t\":\"a\\u202e\"}  | its t has characters that are not allowed in a token or password",
        "{\"t\":\"\u00ff\"}     | it is not UTF-8",
        "{\"t\":\"a\",\"t\":\"b\"}| the JSON repeats a name",
        "{\"t\":\"a\"}{\"t\":\"b\"}| unexpected data after the JSON object",
        "[{\"t\":\"a\"}]       | it is not a JSON object"
      })
  void refusesWhatIsNoToken(String body, String because) {
    assertRefused(body, because, "t");
  }

  @Test
  void readsAnObjectWithinTheAnswer() {
    CloudAnswer answer = answer("{\"data\":{\"t\":\"a\",\"n\":null},\"t\":1}");

    assertThat(answer.object("data").secret("t").reveal()).isEqualTo("a");
    assertThat(answer.has("data")).isTrue();
    assertThat(answer.has("other")).isFalse();
    assertThat(answer.object("data").has("n")).isFalse();
    assertThatThrownBy(() -> answer.object("t"))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage("its t is not an object");
    assertThatThrownBy(() -> answer.object("other"))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage("it has no other");
  }

  @Test
  void refusesATokenThatIsTooLong() {
    assertThat(CloudAnswer.secret("t", "a".repeat(65_536)).reveal()).hasSize(65_536);
    assertThatThrownBy(() -> CloudAnswer.secret("t", "a".repeat(65_537)))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage("its t is too long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"n\":\"soon\"}    | its n is not a whole number",
        "{\"n\":0.5}         | its n is not a whole number",
        "{\"n\":1e999999999} | its n is not a whole number",
        "{\"n\":99999999999999999999} | its n is not a whole number",
        "{\"n\":null}        | its n is not a whole number",
        "{\"n\":9223372036854775807} | its n is not a date",
        "{\"n\":253402300800} | its n is not a date"
      })
  void refusesWhatIsNoDate(String body, String because) {
    assertThatThrownBy(() -> answer(body).endOfLife("n", NOW))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage(because);
  }

  @Test
  void anyStatusButSuccessIsAnError() {
    assertThat(CloudAnswer.of(HttpResponse.of(200, "{\"t\":\"a\"}")).text("t")).isEqualTo("a");
    for (int status : List.of(201, 204, 302, 401, 500)) {
      assertThatThrownBy(() -> CloudAnswer.of(HttpResponse.of(status, "{}")))
          .isInstanceOf(ErrorResponseException.class);
    }
  }

  @Test
  void aJwtStatesItsExpiry() {
    assertThat(expiry("e30." + base64("{\"exp\":1800000000}") + ".c2ln"))
        .contains(Instant.ofEpochSecond(1_800_000_000));
    assertThat(expiry("e30." + base64("{\"exp\":0}") + ".c2ln")).isEmpty();
    assertThat(expiry("e30." + base64("{}") + ".c2ln")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque", "e30.e30", "e30.e30.e30.e30", "e30.!.c2ln", "e30.bm8.c2ln"})
  void noOtherTokenDoes(String token) {
    assertThatThrownBy(() -> expiry(token)).isInstanceOf(MalformedAnswerException.class);
  }

  private static Optional<Instant> expiry(String token) {
    return CloudAnswer.expiryOfJwt("t", Secret.of(token));
  }

  private static String base64(String claims) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(ISO_8859_1));
  }

  @Test
  void whyItIsRefusedStandsInTheFailure() {
    ExchangeStep step = new ExchangeStep("exchange", java.net.URI.create("https://sts.example/"));
    Exception wrapped =
        new Exception("an SDK", new MalformedAnswerException("the JSON repeats a name"));

    assertThat(CloudError.unusable(step, wrapped).text())
        .isEqualTo(
            "exchange at sts.example gave an answer that cannot be used: the JSON repeats a name");
    assertThat(CloudError.unusable(step, new Exception("an SDK")).text())
        .isEqualTo("exchange at sts.example gave an answer that cannot be used");
  }

  private static void assertRefused(String body, String because, String field) {
    assertThatThrownBy(() -> answer(body).secret(field))
        .isInstanceOf(MalformedAnswerException.class)
        .hasMessage(because);
  }

  /** So that a byte can be written that no UTF-8 has. */
  private static CloudAnswer answer(String body) {
    return CloudAnswer.of(body.getBytes(ISO_8859_1));
  }
}
