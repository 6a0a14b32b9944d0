// SPDX-License-Identifier: Apache-2.0
package dev.podpass.spi.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistryHostTest {
  @Test
  void isEqualByNameAndPort() {
    RegistryHost host = RegistryHost.parse("registry.example:8443");

    assertThat(host)
        .isEqualTo(RegistryHost.parse("registry.example:8443"))
        .hasSameHashCodeAs(RegistryHost.parse("registry.example:8443"))
        .isNotEqualTo(RegistryHost.parse("registry.example"))
        .isNotEqualTo(RegistryHost.parse("registry.example:443"))
        .isNotEqualTo(RegistryHost.parse("registry2.example:8443"))
        .isNotEqualTo(host.toString())
        .isNotEqualTo(null);
  }
}
