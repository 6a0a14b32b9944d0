// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.podpass.spi.testing.Refusal;
import dev.podpass.spi.testing.SeedFile;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.params.provider.ArgumentsSource;

class DockerServerFuzzTest {
  @ArgumentsSource(SeedFile.class)
  @FuzzTest
  void refusesOrReads(byte[] server) {
    Refusal.orResult(() -> DockerServer.read(new ByteArrayInputStream(server)))
        .ifPresent(read -> assertThat(read.url()).doesNotContain(" ", "@"));
  }
}
