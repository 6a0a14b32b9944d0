// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import java.util.Optional;

class KubeconfigFuzzTest {
  @FuzzTest
  void refusesOrReads(byte[] text) {
    var _ =
        Refusal.orResult(
            () -> Kubeconfig.read(new String(text, UTF_8), path -> Optional.of("no certificate")));
  }
}
