// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.spi.failure.CredentialException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254",
        "http://127.0.0.1:1338",
        "http://[fd00:ec2::254]",
        "http://[::1]:80",
        "http://[fe80::1]",
        "http://metadata.google.internal"
      })
  void staysOnTheNode(String endpoint) {
    assertThat(MetadataAddress.parse(endpoint)).hasToString(endpoint);
    assertThat(MetadataAddress.parse(endpoint + "/")).hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://169.254.169.254",
        "http://10.0.0.1",
        "http://2852039166",
        "http://169.254.43518",
        "http://169.254.169.0254",
        "http://metadata.example",
        "http://169.254.169.254.example",
        "http://localhost",
        "http://[fd00::1]",
        "169.254.169.254",
        "http://",
        "http://a b"
      })
  void refusesEveryOtherPlace(String endpoint) {
    assertThatThrownBy(() -> MetadataAddress.parse(endpoint))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("is not an instance metadata endpoint");
  }
}
