// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
  private record Holder(String user, Secret password) {}

  @Test
  void neverPrintsItselfNorInARecordThatHoldsIt() {
    Secret secret = Secret.of("hunter2");

    assertThat(secret).hasToString("[secret]");
    assertThat(new Holder("AWS", secret).toString()).contains("AWS").doesNotContain("hunter2");
    assertThat(secret.reveal()).isEqualTo("hunter2");
  }

  @Test
  void refusesToBeEmpty() {
    assertThatThrownBy(() -> Secret.of("")).isInstanceOf(IllegalArgumentException.class);
  }
}
