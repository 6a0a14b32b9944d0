// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import org.junit.jupiter.params.provider.ArgumentsSource;

class TrustedJwksFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void refusesOrReads(byte[] jwks) {
    var _ = Refusal.orResult(() -> TrustedJwks.parse(new String(jwks, UTF_8), "jwks.json"));
  }
}
