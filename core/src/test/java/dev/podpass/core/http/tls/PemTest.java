// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PemTest {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  static Stream<Arguments> certificates() {
    return Stream.of(
        argumentSet("none", "# none", List.of()),
        argumentSet("one", BEGIN + "\nb25l\n" + END, List.of("one")),
        argumentSet(
            "two",
            "# 1\n" + BEGIN + "b25l" + END + "\n# 2\n" + BEGIN + "dHdv" + END,
            List.of("one", "two")),
        argumentSet("no end", BEGIN + "b25l", List.of()),
        argumentSet("cut short", BEGIN + "b25l" + BEGIN + "dHdv" + END, List.of("two")),
        argumentSet("no padding", BEGIN + "b24" + END + BEGIN + "dHdv" + END, List.of("on", "two")),
        argumentSet("one letter", BEGIN + "b" + END + BEGIN + "dHdv" + END, List.of("two")));
  }

  @ParameterizedTest
  @MethodSource("certificates")
  void readsCertificatesAndPassesOverTheRest(String text, List<String> contents) {
    assertThat(Pem.certificates(text))
        .map(content -> new String(content, US_ASCII))
        .isEqualTo(contents);
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        argumentSet("at once", "-----BEGIN KEY-----b25l-----END KEY-----", "one"),
        argumentSet("after something", "# 1\n-----BEGIN KEY-----\nb25l\n-----END KEY-----", "one"),
        argumentSet("nothing in it", "-----BEGIN KEY----------END KEY-----", ""),
        argumentSet("begin and end in one", "-----BEGIN KEY-----END KEY-----", null),
        argumentSet("no begin", "b25l-----END KEY-----", null),
        argumentSet("an end alone", "-----END KEY-----", null),
        argumentSet("no end", "-----BEGIN KEY-----b25l", null),
        argumentSet("of another kind", "-----BEGIN A KEY-----b25l-----END A KEY-----", null),
        argumentSet("one letter", "-----BEGIN KEY-----b-----END KEY-----", null));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void readsTheFirstOfAKind(String text, String content) {
    assertThat(Pem.first("KEY", text).map(key -> new String(key, US_ASCII)).orElse(null))
        .isEqualTo(content);
  }
}
