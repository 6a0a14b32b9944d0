// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class EntryCodecFuzzTest {
  private static final String NAME = "0".repeat(64);

  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void whatIsAcceptedReadsTheSameAgain(byte[] file) {
    EntryCodec.read(file)
        .ifPresent(entry -> {
          byte[] written = EntryCodec.encode(NAME, entry);
          assertThat(EntryCodec.encode(NAME, EntryCodec.decode(NAME, written).orElseThrow()))
              .isEqualTo(written);
        });
  }
}
