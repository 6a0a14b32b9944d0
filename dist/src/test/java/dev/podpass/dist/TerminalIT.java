// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command prints where: on a terminal, a narrow one, a pipe, a full disk, nowhere. */
@Tag("smoke")
class TerminalIT {

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = BuiltProgram.shell(folder, Map.of("PODPASS_CACHE", "off"));
  }

  /** It prints only when the reader of the pipe has gone. */
  @Test
  void aReaderThatHasSeenEnoughIsNoFailureToReport() {
    Shell.Result result =
        shell.run(
            """
            mkfifo pipe gone
            { cat gone; s=0; podpass config --providers=ecr 2> err || s=$?; echo $s > status; } > pipe &
            : < pipe
            : > gone
            wait
            cat status err
            """);

    assertThat(result.printed()).isEqualTo("69\n");
  }

  @ParameterizedTest
  @CsvSource({
    "podpass version > /dev/full, No space left on device",
    "podpass explain --help > /dev/full, No space left on device",
    "podpass --version >&-, ''"
  })
  void anOutputThatCannotBeWrittenIsReported(String command, String reason) {
    Shell.Result result = shell.run(command);

    assertThat(result.printed().lines())
        .singleElement()
        .asString()
        .startsWith("podpass: the output cannot be written (" + reason);
    assertThat(result.status()).isEqualTo(69);
  }

  @Test
  void whoseMessagesHaveNoPlaceIsGoneByItsStatus() {
    assertThat(shell.run("podpass config 2>&-")).isEqualTo(new Shell.Result(64, ""));
    assertThat(shell.run("podpass config 2> /dev/full")).isEqualTo(new Shell.Result(64, ""));
  }

  @Test
  void aTerminalIsToldThatItIsRead() {
    Shell.Result result = onTerminal("podpass token");

    assertThat(result.printed())
        .contains(
            "reading from the terminal: end the input with Ctrl-D, or name a file",
            "podpass: there is no token in stdin");
    assertThat(result.status()).isEqualTo(65);
    assertThat(shell.run("podpass token </dev/null || :").printed()).doesNotContain("terminal");
  }

  private Shell.Result onTerminal(String commands) {
    return shell.run("script -q -e -c '" + commands + "' /dev/null < /dev/null");
  }
}
