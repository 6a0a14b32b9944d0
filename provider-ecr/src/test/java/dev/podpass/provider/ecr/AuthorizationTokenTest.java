// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.provider.ecr.AuthorizationToken.Login;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationTokenTest {
  @Test
  void isUserAndPassword() {
    Login login = AuthorizationToken.of(base64("AWS:hun:ter2"), null).login().orElseThrow();

    assertThat(login.user()).isEqualTo("AWS");
    assertThat(login.password().reveal()).isEqualTo("hun:ter2");
    assertThat(login.toString()).doesNotContain("ter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AWS", "AWS:", ":password"})
  void isNothingLess(String pair) {
    assertThat(AuthorizationToken.of(base64(pair), null).login()).isEmpty();
  }

  @Test
  void needsNoBase64ToBeRefused() {
    assertThat(AuthorizationToken.of("!!", null).login()).isEmpty();
    assertThat(AuthorizationToken.of(null, null).login()).isEmpty();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
