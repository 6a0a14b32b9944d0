// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.nio.ByteBuffer;
import java.security.cert.CertificateParsingException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DerElementTest {
  static Stream<Arguments> elements() {
    return Stream.of(
        argumentSet("nothing in it", "0400", ""),
        argumentSet("something follows", "040141ff", "A"),
        argumentSet("one byte of length", "04810141", "A"),
        argumentSet("ends with its length", "04820000", ""),
        argumentSet("the longest short length", "047f" + "41".repeat(127), "A".repeat(127)),
        argumentSet("the shortest long length", "048180" + "41".repeat(128), "A".repeat(128)),
        argumentSet("two bytes of length", "04820101" + "41".repeat(257), "A".repeat(257)),
        argumentSet("four bytes of length", "04840000000141", "A"));
  }

  @ParameterizedTest
  @MethodSource("elements")
  void isReadAsFarAsItsLength(String hex, String text) throws CertificateParsingException {
    assertThat(der(hex).text()).isEqualTo(text);
    assertThat(der(hex).tag()).isEqualTo(4);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        argumentSet("nothing", ""),
        argumentSet("a tag alone", "04"),
        argumentSet("content missing", "0401"),
        argumentSet("content cut", "040241"),
        argumentSet("length missing", "0481"),
        argumentSet("length cut", "048200"),
        argumentSet("no end (BER)", "04800000"),
        argumentSet("no end, and much after it", "0480" + "00".repeat(200)),
        argumentSet("five bytes of length", "0485000000000141"),
        argumentSet("a negative length", "0484ffffffff41"),
        argumentSet("longer than can be", "04847fffffff41"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void isRefusedInOneWay(String hex) {
    assertThatThrownBy(() -> der(hex))
        .isInstanceOf(CertificateParsingException.class)
        .hasMessage("it is not well encoded (DER)");
  }

  @Test
  void holdsElementsAndNothingPastItsEnd() throws CertificateParsingException {
    DerElement sequence = der("3005040141040004010f");

    assertThat(sequence.elements()).extracting(DerElement::text).containsExactly("A", "");
    assertThat(sequence.first().text()).isEqualTo("A");
    assertThat(sequence.whole().remaining()).isEqualTo(7);
    assertThatThrownBy(() -> der("3003040241ff").elements())
        .isInstanceOf(CertificateParsingException.class);
  }

  static DerElement der(String hex) throws CertificateParsingException {
    return DerElement.first(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }
}
