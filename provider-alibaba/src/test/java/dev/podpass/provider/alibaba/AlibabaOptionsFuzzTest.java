// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.SeedFile;
import dev.podpass.testkit.ExampleWorld;
import org.junit.jupiter.params.provider.ArgumentsSource;

class AlibabaOptionsFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] text) {
    AlibabaAnswerFuzzTest.exchange(ExampleWorld.ALIBABA_IMAGE)
        .tryEachOption(ExampleWorld.ALIBABA_AUDIENCE, new String(text, UTF_8));
  }
}
