// SPDX-License-Identifier: Apache-2.0
package dev.podpass.provider.alibaba;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.testkit.ExampleWorld;

class AlibabaOptionsFuzzTest {
  @FuzzTest
  void everyTextIsRefusedOrUsed(byte[] text) {
    AlibabaAnswerFuzzTest.exchange(ExampleWorld.ALIBABA_IMAGE)
        .tryEachOption(ExampleWorld.ALIBABA_AUDIENCE, new String(text, UTF_8));
  }
}
