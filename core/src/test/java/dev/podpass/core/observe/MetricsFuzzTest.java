// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.observe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import java.util.List;
import org.junit.jupiter.params.provider.ArgumentsSource;

class MetricsFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whatIsReadIsWrittenTheSame(byte[] file) {
    String written = next(new String(file, UTF_8));
    assertThat(next(written)).isEqualTo(written);
  }

  private static String next(String file) {
    return Metrics.parse(file, "1", List.of("ecr")).text();
  }
}
