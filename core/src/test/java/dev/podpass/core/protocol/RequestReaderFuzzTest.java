// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import java.io.ByteArrayInputStream;

class RequestReaderFuzzTest {
  @FuzzTest
  void refusesOrReads(byte[] json) {
    Refusal.orResult(() -> RequestReader.read(new ByteArrayInputStream(json)))
        .ifPresent(request -> assertThat(request.image()).isNotEmpty());
  }
}
