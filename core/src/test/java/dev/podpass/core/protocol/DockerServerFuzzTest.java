// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import java.io.ByteArrayInputStream;

class DockerServerFuzzTest {
  @FuzzTest
  void refusesOrReads(byte[] server) {
    Refusal.orResult(() -> DockerServer.read(new ByteArrayInputStream(server)))
        .ifPresent(read -> assertThat(read.url()).doesNotContain(" ", "@"));
  }
}
