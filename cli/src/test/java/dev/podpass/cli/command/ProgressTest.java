// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.options.Arguments;
import dev.podpass.cli.process.ProcessContext;
import dev.podpass.cli.process.ProcessContext.Terminals;
import dev.podpass.core.pull.Providers;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final LinkedBlockingQueue<String> printed = new LinkedBlockingQueue<>();

  @Test
  void showsEachThingThatTakesTooLongOnce() throws InterruptedException {
    try (Progress progress = Progress.start(Duration.ZERO, printed::add)) {
      progress.doing("trying a");
      assertThat(printed.poll(10, TimeUnit.SECONDS)).isEqualTo("trying a");
      progress.doing("trying b");
      assertThat(printed.poll(10, TimeUnit.SECONDS)).isEqualTo("trying b");
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

  @Test
  void isShownOnTerminalsOnly() {
    assertThat(shown(Terminals.NONE)).isEmpty();
    assertThat(shown(new Terminals(false, false, true))).isEqualTo("trying a …\n");
  }

  private static String shown(Terminals terminals) {
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    ProcessContext process =
        new ProcessContext(
            "podpass",
            Map.of(),
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            stderr,
            terminals,
            Duration.ZERO,
            _ -> {},
            _ -> {});
    Arguments none = Arguments.parse(List.of(), Map.of());
    new CommandContext(none, Providers.discover(), process, Clock.systemUTC()).progress("trying a");
    return stderr.toString(UTF_8);
  }
}
