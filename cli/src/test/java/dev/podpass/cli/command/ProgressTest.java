// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final LinkedBlockingQueue<String> printed = new LinkedBlockingQueue<>();

  @Test
  void showsEachThingThatTakesTooLongOnce() throws InterruptedException {
    try (Progress progress = Progress.start(Duration.ZERO, printed::add)) {
      progress.doing("trying a");
      assertThat(printed.poll(10, TimeUnit.SECONDS)).isEqualTo("trying a …");
      progress.doing("trying b");
      assertThat(printed.poll(10, TimeUnit.SECONDS)).isEqualTo("trying b …");
    }
    assertThat(printed).isEmpty();
  }

  @Test
  void isSilentAboutWhatIsQuick() {
    try (Progress progress = Progress.start(Duration.ofDays(1), printed::add)) {
      progress.doing("trying a");
    }
    assertThat(printed).isEmpty();
  }
}
