// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.kubeletconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class ConfigFileFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void everythingIsAFindingOrAnEntry(byte[] text) {
    ConfigFile file = ConfigFile.read(new String(text, UTF_8));
    assertThat(file.findings().isEmpty() && file.entries().isEmpty()).isFalse();
  }
}
