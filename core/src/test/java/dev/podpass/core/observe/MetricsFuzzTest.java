// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class MetricsFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whatIsReadIsWrittenTheSame(byte[] file) {
    String written = Metrics.parse(new String(file, UTF_8)).text();
    assertThat(Metrics.parse(written).text()).isEqualTo(written);
  }
}
