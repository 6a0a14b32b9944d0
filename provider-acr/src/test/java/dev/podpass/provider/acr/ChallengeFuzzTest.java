// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.acr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class ChallengeFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void aHeaderIsReadInJustOneWayOrNotAtAll(byte[] header) {
    Challenge.parse(new String(header, UTF_8))
        .ifPresent(schemes ->
            assertThat(schemes)
                .allMatch(scheme ->
                    scheme.name().equals(scheme.name().toLowerCase(java.util.Locale.ROOT))));
  }
}
