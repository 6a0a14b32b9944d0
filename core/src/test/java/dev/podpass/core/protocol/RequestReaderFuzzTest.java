// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.provider.ArgumentsSource;

class RequestReaderFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void refusesOrReads(byte[] json) {
    Refusal.orResult(() -> RequestReader.read(new ByteArrayInputStream(json)))
        .ifPresent(request -> assertThat(request.image()).isNotEmpty());
  }
}
