// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --env} of a value with a password: where it is read from, and who is warned. */
class EntryVariablesTest extends MergeFixture {
  private static final String PROXY = "http://puller:hunter2@proxy:3128";
  private static final String ON_THE_COMMAND_LINE =
      "warning: --env=HTTPS_PROXY has a password, and every user of this machine can read command"
          + " lines; hint: write the value into a file, and give --env=HTTPS_PROXY=@FILE\n";

  @Test
  void readsAValueFromAFileWithoutItsLastLineBreak() throws IOException {
    write(PROXY + "\n");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file());

    for (Path named : new Path[] {file(), link}) {
      CommandRun run = config("HTTPS_PROXY=@" + named);

      assertThat(run.status()).isZero();
      assertThat(run.out())
          .contains("- name: HTTPS_PROXY\n        value: " + PROXY + "\n")
          .doesNotContain("@" + named);
      assertThat(run.err())
          .isEqualTo(
              "warning: this configuration has a password in it; hint: keep it in a file of mode"
                  + " 0600\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "hunter2\nhunter2", "hunter2\n\n", "hunter2\0", "hunter2\t"})
  void refusesWhatIsNotOneLineWithoutShowingIt(String text) throws IOException {
    write(text);

    assertRefused();
  }

  @Test
  void refusesALargeFile() throws IOException {
    write("x".repeat(8192));
    assertThat(config("HTTPS_PROXY=@" + file()).status()).isZero();

    write("x".repeat(8193));
    assertRefused("cannot be read (it is larger than 8 KiB)");
  }

  private void assertRefused() {
    assertRefused("must be one line");
  }

  private void assertRefused(String why) {
    CommandRun run = config("HTTPS_PROXY=@" + file());

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("podpass: %s, the value of HTTPS_PROXY, %s (--env)\n".formatted(file(), why));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {PROXY, "puller:hunter2@proxy:3128", "HTTPS://:hunter2@proxy", "https://a:b@[::1]"})
  void warnsOfAPasswordOnTheCommandLine(String value) {
    CommandRun run = config("HTTPS_PROXY=" + value);

    assertThat(run.status()).isZero();
    assertThat(run.err()).startsWith(ON_THE_COMMAND_LINE);
  }

  /** Each pull would end with this. */
  @ParameterizedTest
  @ValueSource(strings = {"socks5://hunter2", "http://puller:%hunter2#w/rd@proxy:3128"})
  void refusesAProxyThatNoPullCanUseWithoutShowingIt(String value) throws IOException {
    write(value);

    CommandRun run = config("HTTPS_PROXY=@" + file());

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.err())
        .startsWith("podpass: HTTPS_PROXY is not a proxy that can be used; hint: set it to ")
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://proxy:3128",
        "http://puller@proxy:3128",
        "proxy:3128",
        "http://[::1]:3128/a@b",
        "a@b",
        ".example,10.0.0.0/8"
      })
  void warnsOfNothingElse(String value) {
    assertThat(config("HTTPS_PROXY=" + value).err()).isEmpty();
  }

  @Test
  void showsNothingOfAValueWhoseNameIsWrong() {
    CommandRun run = config("HTTPS-PROXY=" + PROXY);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("must be NAME=VALUE").doesNotContain("hunter2");
  }

  @Test
  void anotherKeepsItsModeAndTheOperatorIsWarned() throws IOException {
    write(PROXY);
    Path config = Files.writeString(folder.resolve("c.yaml"), NODE);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    String warning =
        "warning: %1$s has a password in it, and every user can read it; hint: chmod 600 %1$s\n"
            .formatted(config);

    assertThat(merge(config, "--env=HTTPS_PROXY=@" + file()).err()).isEqualTo(warning);

    assertThat(mode("c.yaml")).isEqualTo("rw-r--r--");
    assertThat(merge(config, "--env=HTTPS_PROXY=" + PROXY).err())
        .isEqualTo(ON_THE_COMMAND_LINE + warning);
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(merge(config, "--env=HTTPS_PROXY=@" + file()).err()).isEmpty();
  }

  private Path file() {
    return folder.resolve("proxy");
  }

  private void write(String text) throws IOException {
    var _ = Files.writeString(file(), text);
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  private static CommandRun config(String variable) {
    return CommandRun.of("config", "--providers=echo", "--env=" + variable);
  }
}
