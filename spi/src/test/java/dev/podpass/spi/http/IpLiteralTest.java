// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1", "[10.0.0.1], 10.0.0.1", "::1, 0:0:0:0:0:0:0:1", "[::1], 0:0:0:0:0:0:0:1",
    "[10.0.0.1,", "10.0.0.1],", "a.example,", "[a.example],"
  })
  void anAddressMayStandInBrackets(String text, String address) {
    assertThat(IpLiteral.parse(text).map(InetAddress::getHostAddress).orElse(null))
        .isEqualTo(address);
  }
}
