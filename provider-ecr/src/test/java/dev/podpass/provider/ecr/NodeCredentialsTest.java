// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.ecr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer.MalformedAnswerException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCredentialsTest {
  private static final String DOCUMENT =
      """
      {"Code":"Success","LastUpdated":"2026-11-25T09:00:00Z","Type":"AWS-HMAC",
       "AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"hunter2","Token":"hunter3",
       "Expiration":"2026-11-25T15:00:00Z"}
      """;

  @Test
  void readsTheWholeDocument() {
    TemporaryCredentials session = NodeCredentials.read(DOCUMENT);

    assertThat(session.accessKeyId()).isEqualTo("ASIAEXAMPLE");
    assertThat(session.secretKey().reveal()).isEqualTo("hunter2");
    assertThat(session.token().reveal()).isEqualTo("hunter3");
    assertThat(session.expiry()).isEqualTo(Instant.parse("2026-11-25T15:00:00Z"));
    assertThat(session.toString()).doesNotContain("hunter");
  }

  @ParameterizedTest
  @CsvSource({
    "Success,AssumeRoleUnauthorizedAccess",
    "AccessKeyId,x",
    "SecretAccessKey,x",
    "\"hunter3\",\"\"",
    "\"hunter3\",7000",
    "2026-11-25T15:00:00Z,tomorrow",
    "{,["
  })
  void takesNothingLess(String from, String to) {
    String broken = DOCUMENT.replace(from, to);
    assertThat(broken).isNotEqualTo(DOCUMENT);

    assertThatThrownBy(() -> NodeCredentials.read(broken))
        .isInstanceOf(MalformedAnswerException.class);
  }
}
