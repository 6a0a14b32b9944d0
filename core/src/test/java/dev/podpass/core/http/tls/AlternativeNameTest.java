// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlternativeNameTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1", "[10.0.0.1], 10.0.0.1", "::1, 0:0:0:0:0:0:0:1", "[::1], 0:0:0:0:0:0:0:1",
    "[10.0.0.1,", "10.0.0.1],", "a.example,", "[a.example],"
  })
  void anAddressMayStandInBrackets(String text, String address) {
    assertThat(AlternativeName.address(text).map(InetAddress::getHostAddress).orElse(null))
        .isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "2, a.example, true", "2, \u007f, true", "2, \u0080, false", "1, \u0080, false",
    "6, https://a..b/, false", "6, https://a.b/, true", "6, urn:a, true", "2, a..b, true",
    "7, \u0080, true"
  })
  void isReadAsGoReadsIt(int type, String text, boolean readable) {
    assertThat(new AlternativeName(type, text).isReadable()).isEqualTo(readable);
  }
}
