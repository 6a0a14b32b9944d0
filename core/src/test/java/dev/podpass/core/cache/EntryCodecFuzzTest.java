// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class EntryCodecFuzzTest {
  @FuzzTest
  void whatIsAcceptedReadsTheSameAgain(byte[] file) {
    EntryCodec.decode(file)
        .ifPresent(entry -> {
          byte[] written = EntryCodec.encode(entry);
          assertThat(EntryCodec.encode(EntryCodec.decode(written).orElseThrow()))
              .isEqualTo(written);
        });
  }
}
