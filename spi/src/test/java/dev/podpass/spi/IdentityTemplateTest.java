// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTemplateTest {
  @ParameterizedTest
  @CsvSource({
    "role/pull, role/pull",
    "role/{namespace}/{serviceaccount}, role/team-a/app.v1",
    "{account}:{namespace}.{namespace}, 123:team-a.team-a",
  })
  void replacesPlaceholders(String text, String expected) {
    assertThat(parse(text).of("team-a", "app.v1", Map.of("account", "123"))).isEqualTo(expected);
  }

  @Test
  void replacesOnceOnly() {
    assertThat(parse("{account}").of("team-a", "app.v1", Map.of("account", "{namespace}$1")))
        .isEqualTo("{namespace}$1");
  }

  @ParameterizedTest
  @CsvSource({"{pod}, pod", "x-{Namespace}, Namespace", "{}, ''"})
  void refusesAnUnknownPlaceholder(String text, String name) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "{%s} is unknown; the placeholders are {account}, {namespace}, {serviceaccount}", name);
  }

  @Test
  void triesTheParserWithExamples() {
    assertThatThrownBy(() ->
            IdentityTemplate.parse(
                "{account}/{namespace}", Map.of("account", "9"), Integer::parseInt))
        .isInstanceOf(NumberFormatException.class)
        .hasMessageContaining("9/n");
  }

  @Test
  void refusesAPlaceholderWithoutAValue() {
    assertThatThrownBy(() -> parse("{account}").of("team-a", "app.v1", Map.of()))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("{account} has no value for this image");
  }

  private static IdentityTemplate<String> parse(String text) {
    return IdentityTemplate.parse(text, Map.of("account", "1"), value -> value);
  }
}
