// SPDX-License-Identifier: Apache-2.0
package dev.podpass.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.testing.Refusal;

class TrustedKeysFuzzTest {
  @FuzzTest
  void refusesOrReads(byte[] jwks) {
    var _ = Refusal.orResult(() -> TrustedKeys.parse(new String(jwks, UTF_8), "jwks.json"));
  }
}
