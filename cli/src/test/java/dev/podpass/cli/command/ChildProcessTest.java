// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.admin.kubelet.HostCommands.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildProcessTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private static Output shell(String script) throws IOException {
    return ChildProcess.run(List.of("/bin/sh", "-c", script), LONG);
  }

  @Test
  void hasStatusAndBothStreams() throws IOException {
    assertThat(shell("echo out; echo err >&2; exit 3")).isEqualTo(new Output(3, "out\nerr\n"));
  }

  @Test
  void givesItNoInput() throws IOException {
    assertThat(shell("cat; echo end").text()).isEqualTo("end\n");
  }

  @Test
  void keepsTheEndOfALongOutput() throws IOException {
    Output result = shell("yes 1234567 | head -n 20000; echo end");

    assertThat(result.status()).isZero();
    assertThat(result.text()).hasSize(64 << 10).endsWith("1234567\nend\n");
  }

  @Test
  void killsWhatTakesTooLong() {
    assertThatThrownBy(() ->
            ChildProcess.run(List.of("/bin/sh", "-c", "exec sleep 60"), Duration.ofMillis(20)))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("it did not end within 0 s");
  }

  @Test
  void killsItsChildrenAsWell(@TempDir Path directory) throws Exception {
    Path pid = directory.resolve("pid");

    assertThatThrownBy(() ->
            ChildProcess.run(
                List.of("/bin/sh", "-c", "sleep 60 & echo $! >'" + pid + "'; wait"),
                Duration.ofSeconds(1)))
        .hasMessage("it did not end within 1 s");

    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(child -> child.onExit().join());
  }

  /** A service that is started in the background keeps the pipe. */
  @Test
  void doesNotWaitForTheChildrenOfItsChild() throws IOException {
    assertThat(shell("echo started; sleep 20 &").text()).isEqualTo("started\n");
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    assertThatThrownBy(() -> ChildProcess.run(List.of("/nonexistent/program"), LONG))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nonexistent/program");
  }

  @Test
  void awaitsOneAndGivesTheWaitAway() throws IOException {
    List<Runnable> waits = new ArrayList<>();

    int status = ChildProcess.await(List.of("/bin/sh", "-c", "exit 7"), LONG, waits::add);

    assertThat(status).isEqualTo(7);
    waits.forEach(Runnable::run);
    assertThat(waits).hasSize(1);
  }

  @Test
  void killsOneThatDoesNotEnd() throws IOException {
    int status = ChildProcess.await(List.of("/bin/sleep", "1000"), Duration.ofMillis(50), _ -> {});

    assertThat(status).isEqualTo(128 + 9);
  }

  @Test
  void knowsItsOwnCommand() throws IOException {
    String executable = ProcessHandle.current().info().command().orElseThrow();

    assertThat(ChildProcess.sameCommandWith("--once"))
        .startsWith(executable)
        .endsWith("--once")
        .hasSizeGreaterThan(2);
  }
}
