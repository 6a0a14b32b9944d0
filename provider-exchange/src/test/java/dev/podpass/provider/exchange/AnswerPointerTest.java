// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.CloudAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPointerTest {
  private static final CloudAnswer ANSWER =
      CloudAnswer.of("{\"a\":{\"b/c\":{\"d~e\":\"found\"}},\"t\":\"x\"}".getBytes(UTF_8));

  @ParameterizedTest
  @CsvSource({"/t, x", "/a/b~1c/d~0e, found"})
  void findsAField(String pointer, String value) {
    AnswerPointer parsed = AnswerPointer.parse(pointer);

    assertThat(parsed.parent(ANSWER).orElseThrow().text(parsed.name())).isEqualTo(value);
    assertThat(parsed).hasToString(pointer);
  }

  @Test
  void whatIsNotThereHasNoParent() {
    assertThat(AnswerPointer.parse("/none/d").parent(ANSWER)).isEmpty();
    assertThatThrownBy(() -> AnswerPointer.parse("/t/d").parent(ANSWER))
        .hasMessage("its t is not an object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "/", "/a/", "//a", "/a~2", "/a~", "$.t", "/a\n"})
  void refusesWhatIsNoPointer(String text) {
    assertThatThrownBy(() -> AnswerPointer.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be a JSON pointer such as /data/token");
  }
}
