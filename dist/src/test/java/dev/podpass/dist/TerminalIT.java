// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command prints where: on a terminal, a narrow one, a pipe, a full disk, nowhere. */
class TerminalIT {
  /** An executable asks the terminal; a JVM cannot. */
  private static final String WIDTH = BuiltProgram.executable().isPresent() ? "" : "COLUMNS=40 ";

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = BuiltShell.in(folder, Map.of("PODPASS_CACHE", "off"));
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

  @ParameterizedTest
  @CsvSource({
    "podpass explain --help, 0",
    "podpass help config merge, 0",
    "podpass node install --help-all, 0"
  })
  void helpFitsANarrowTerminal(String command, int status) {
    Shell.Result result = onTerminal("stty cols 40; " + WIDTH + command);

    List<String> lines = plain(result).lines().toList();
    assertThat(lines).contains("Options:").first().asString().startsWith("Usage: podpass");
    assertThat(lines.stream().takeWhile(line -> !line.startsWith("Example")))
        .filteredOn(line -> line.length() > 40)
        .allSatisfy(line -> assertThat(line.strip()).doesNotContain(" "));
    assertThat(result.status()).isEqualTo(status);
  }

  @Test
  void aMessageIsOneLineHoweverNarrowTheTerminalIs() {
    Shell.Result result = onTerminal("stty cols 40; " + WIDTH + "podpass config");

    assertThat(plain(result))
        .matches("podpass: no provider is chosen; hint: --providers=ecr,gar,acr[a-z,]+\n");
    assertThat(result.status()).isEqualTo(64);
  }

  /** Without colours, and with the line ends of a file. */
  private static String plain(Shell.Result result) {
    return result.printed().replaceAll("\u001b\\[[0-9]*m", "").replace("\r", "");
  }

  private Shell.Result onTerminal(String commands) {
    return shell.run("script -q -e -c '" + commands + "' /dev/null < /dev/null");
  }
}
