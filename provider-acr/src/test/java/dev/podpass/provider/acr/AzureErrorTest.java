// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureErrorTest {
  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", ". ", "\t\r\n"})
  void aLongRunOfSpacesTakesNoTime(String space) {
    String message = "no" + space.repeat(1 << 19) + "end";

    String told =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> AzureError.withoutIds(message));

    assertThat(told).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It failed. Trace ID: 1 Correlation ID: 2",
        "It failed Trace ID: 1",
        "It failed.\r\nTrace ID: 1",
        "It failed   CorrelationId: 2",
        "It failed Timestamp: 2026-11-25"
      })
  void whatFollowsAnIdIsLeftOut(String message) {
    assertThat(AzureError.withoutIds(message)).isEqualTo("It failed");
  }
}
