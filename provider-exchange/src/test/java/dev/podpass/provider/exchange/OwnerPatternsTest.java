// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerPatternsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team-*|team-a",
        "team-*|team-",
        "*|a.b_c-D9",
        "a*c*e|abcde",
        "a*c*e|ace",
        "x,team-*|x",
        "org+*|org+robot",
        "a/*|a/b"
      })
  void allows(String patterns, String value) {
    assertThat(OwnerPatterns.parse(patterns).apply(value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "team-*|team",
        "team-*|xteam-a",
        "team-*|team-a/b",
        "team-*|team-a+b",
        "*|a b",
        "a*c|ab",
        "a.c|abc",
        "team|team-a",
        "[a-z]|a"
      })
  void refuses(String patterns, String value) {
    assertThatThrownBy(() -> OwnerPatterns.parse(patterns).apply(value))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("\"" + value + "\" is not allowed by");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,", "a b", "a\u00e9"})
  void refusesWhatIsNoPattern(String text) {
    assertThatThrownBy(() -> OwnerPatterns.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** With backtracking this would take longer than the age of the universe. */
  @Test
  void manyStarsTakeNoTime() {
    OwnerPatterns patterns = OwnerPatterns.parse("*a".repeat(60) + "!");

    assertThatThrownBy(() -> patterns.apply("a".repeat(10_000)))
        .isInstanceOf(CredentialException.class);
  }
}
