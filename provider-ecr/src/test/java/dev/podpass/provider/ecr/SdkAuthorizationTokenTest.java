// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkAuthorizationTokenTest {
  private static final Instant SESSION = Instant.parse("2026-11-25T15:00:00Z");

  @Test
  void thePasswordIsWhatFollowsTheFirstColon() {
    Credential credential = credential(base64("AWS:hun:ter2"), SESSION.minusSeconds(1));
    assertThat(credential.username()).isEqualTo("AWS");
    assertThat(credential.password().reveal()).isEqualTo("hun:ter2");
    assertThat(credential.expiry()).contains(SESSION.minusSeconds(1));
  }

  @Test
  void endsWithTheSessionIfNotBefore() {
    String token = base64("AWS:hunter2");
    assertThat(credential(token, SESSION.plusSeconds(1)).expiry()).contains(SESSION);
    assertThat(credential(token, null).expiry()).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"!!", "", "QVdT", "QVdTOg==", "OmE=", "QVdTOmENCg=="})
  void anythingElseIsRefused(@Nullable String token) {
    assertThatThrownBy(() -> credential(token, SESSION))
        .isInstanceOf(MalformedAnswerException.class);
  }

  private static Credential credential(@Nullable String token, @Nullable Instant end) {
    return SdkAuthorizationToken.credential(token, end, SESSION);
  }

  private static String base64(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
