// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.podpass.spi.json.StrictJson.MalformedJsonException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrictJsonTest {
  @Test
  void readsOneObjectWithSpaceAroundIt() throws MalformedJsonException {
    assertThat(StrictJson.object(" {\"a\":{\"b\":\"\u00e9\"}}\r\n".getBytes(UTF_8)).at("/a/b"))
        .hasToString("\"\u00e9\"");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        argumentSet("empty", "", "it is empty"),
        argumentSet("blank", " \n", "it is empty"),
        argumentSet("cut", "{\"a\":\"hunter2", "cut short"),
        argumentSet("cut after comma", "{\"a\":1,", "cut short"),
        argumentSet("text", "hunter2", "it is not JSON"),
        argumentSet("list", "[]", "not a JSON object"),
        argumentSet("string", "\"hunter2\"", "not a JSON object"),
        argumentSet("null", "null", "not a JSON object"),
        argumentSet("two documents", "{} {}", "unexpected data after"),
        argumentSet("trailing text", "{}hunter2", "unexpected data after"),
        argumentSet("repeated name", "{\"a\":1,\"a\":2}", "repeats a name"),
        argumentSet("repeated name below", "{\"b\":{\"a\":1,\"a\":2}}", "repeats a name"),
        argumentSet("comment", "{/*hunter2*/}", "it is not JSON"),
        argumentSet("single quotes", "{'a':1}", "it is not JSON"),
        argumentSet("deep", "{\"a\":".repeat(40) + "1" + "}".repeat(40), "nested too deeply"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void refusesAllElseWithoutQuotingIt(String text, String because) {
    assertThatThrownBy(() -> StrictJson.object(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining(because)
        .hasNoCause()
        .message()
        .doesNotContain("hunter2");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] latin1 = {'{', '"', (byte) 0xe9, '"', ':', '1', '}'};

    assertThatThrownBy(() -> StrictJson.object(latin1)).hasMessage("it is not UTF-8");
  }
}
