// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.4, 10.0.0.4, 443",
    "10.0.0.4:6443, 10.0.0.4, 6443",
    "fd00::4, fd00::4, 443",
    "[fd00::4], fd00::4, 443",
    "[fd00::4]:6443, fd00::4, 6443",
    "api.cluster.example, api.cluster.example, 443",
    "API.cluster.example:1, api.cluster.example, 1",
    "kubernetes, kubernetes, 443",
    "api:65535, api, 65535"
  })
  void isAnAddressOrANameWithOrWithoutAPort(String text, String host, int port) {
    assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "https://10.0.0.4",
        "10.0.0.4/",
        "10.0.0.4:",
        "10.0.0.4:0",
        "10.0.0.4:65536",
        "10.0.0.4:x",
        "10.0.0",
        "10.0.0.256",
        "[10.0.0.4",
        "[api.example]:443",
        "[]:443",
        "fd00::4::1",
        "user@api.example",
        "-api.example",
        "api..example",
        "api.example.",
        "api_1.example",
        "api.example?x",
        "api.example#x"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be an IP address or a name");
  }
}
