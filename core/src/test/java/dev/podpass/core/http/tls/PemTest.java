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
    assertThat(Pem.blocks(text).stream().flatMap(block -> block.decode().stream()))
        .map(content -> new String(content, US_ASCII))
        .isEqualTo(contents);
  }
}
