// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.CloudAnswer;
import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import dev.podpass.spi.Credential;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class RefreshTokenFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void aRefreshTokenIsReadOrRefused(byte[] answer) {
    try {
      Credential credential = LoginServer.credential(CloudAnswer.of(answer));
      assertThat(credential.password().reveal()).matches("[!-~]+");
    } catch (MalformedAnswerException e) {
      assertThat(e).hasMessageMatching("[ -~]+");
    }
  }
}
