// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.failure.Advice;
import dev.podpass.spi.failure.CredentialException;
import dev.podpass.spi.failure.Kind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudErrorTest {
  private static final ExchangeStep STEP =
      new ExchangeStep("token exchange", URI.create("https://sts.example/v1/token"));

  @Test
  void aStatusOfSuccessThatIsNone() {
    CloudError error =
        new CloudError(STEP, 204, Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(error.failure("as r1", Advice.configuration("do this")))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("gave an answer that cannot be used: its status is 204");
  }

  @Test
  void tellsWhatWasTriedAndWhatTheCloudSaid() {
    CloudError error =
        new CloudError(
            STEP, 403, Optional.of("denied"), Optional.of("not you"), Optional.of("request id 7"));

    var failure = error.failure("as role x for a/b", Advice.denied("let it"));

    assertThat(failure.kind()).isEqualTo(Kind.DENIED);
    assertThat(failure.line())
        .isEqualTo(
            "token exchange at sts.example as role x for a/b failed: denied (HTTP 403): not you,"
                + " request id 7; hint: let it");
    assertThat(error.says("not")).isTrue();
    assertThat(error.says("yes")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"200, DENIED", "400, DENIED", "499, DENIED", "500, UNAVAILABLE", "503, UNAVAILABLE"})
  void theStatusOfAServerErrorCountsBeforeItsBody(int status, Kind kind) {
    CloudError error =
        new CloudError(
            STEP, status, Optional.of("invalid_grant"), Optional.empty(), Optional.empty());

    assertThat(error.failure("as r1", Advice.denied("trust it")).kind()).isEqualTo(kind);
    assertThat(error.failure("as r1", Advice.throttled("wait")).kind()).isEqualTo(Kind.TRY_AGAIN);
  }

  @Test
  void hasAStatusIfNothingElse() {
    CloudError error =
        new CloudError(STEP, 502, Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(error).hasToString("HTTP 502");
    assertThat(error.says("")).isFalse();
  }

  @Test
  void anAnswerThatIsNoneIsAnUnavailableCloud() {
    CredentialException failure = CloudError.unusable(STEP, new IllegalStateException());

    assertThat(failure.line())
        .startsWith(
            "token exchange at sts.example gave an answer that cannot be used; hint: a proxy");
    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  /** Asking again does not help, where options say what is read. */
  @Test
  void anAnswerThatIsReadWronglyIsAMistakeInTheConfiguration() {
    CredentialException failure =
        CloudError.unusable(
            STEP,
            new IllegalStateException(
                new MalformedAnswerException("it has no /token").advising("set --pointer")));

    assertThat(failure.line())
        .isEqualTo(
            "token exchange at sts.example gave an answer that cannot be used: it has no /token;"
                + " hint: set --pointer");
    assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
  }
}
