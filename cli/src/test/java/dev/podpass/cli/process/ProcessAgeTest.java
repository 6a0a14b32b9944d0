// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessAgeTest {
  private static final String STAT =
      "4412 (podpass) R 1 4412 4412 0 -1 4194304 95 0 0 0 0 0 0 0 20 0 3 0 1234567 2703360 98"
          + " 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n";

  @Test
  void isTheTimeSinceBootLessTheStart() {
    assertThat(ProcessAge.of("12345.67 20000.00\n", STAT)).isZero();
    assertThat(ProcessAge.of("12346.02 20000.00\n", STAT)).isEqualTo(Duration.ofMillis(350));
    assertThat(ProcessAge.of("12375.67 20000.00\n", STAT)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aNameWithSpacesAndParenthesesMovesNoField() {
    String odd = STAT.replace("(podpass)", "(pod) S 1 pass) 9)");

    assertThat(ProcessAge.of("12346.02 20000.00\n", odd)).isEqualTo(Duration.ofMillis(350));
  }

  @Test
  void anImplausibleAgeIsNone() {
    assertThat(ProcessAge.of("12345.66 0.00\n", STAT)).isZero();
    assertThat(ProcessAge.of("12375.68 0.00\n", STAT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12346.02", "x 1", "12346.025 1", "1e30 1", "1e999999999 1"})
  void anUnreadableUptimeIsNoAge(String uptime) {
    assertThat(ProcessAge.of(uptime, STAT)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ")", "1 (a) R 1 2", "1 (a) a b c d e f g h i j k l m n o p q r s t"})
  void anUnreadableStatIsNoAge(String stat) {
    assertThat(ProcessAge.of("12346.02 1", stat)).isZero();
  }

  @Test
  void endsWithTheMostThatCanBeWritten() {
    String latest = STAT.replace("1234567", "9223372036854775807");

    assertThat(ProcessAge.of("12346.02 1", latest)).isZero();
  }
}
