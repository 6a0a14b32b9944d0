// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionCommandTest {
  @TempDir private Path folder;

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("complete"),
            CommandRun.of("completion", "bash").out()
                + """
                COMP_WORDS=(podpass config li); COMP_CWORD=2; _complete_podpass 2> /dev/null; echo "${COMPREPLY[@]}"
                COMP_WORDS=(podpass token --aud); COMP_CWORD=2; _complete_podpass 2> /dev/null; echo "${COMPREPLY[@]}"
                """);

    Process bash = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8))
        .isEqualTo("lint\n--audience\n");
    assertThat(bash.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void fishCompletesEachCommandWhereItStands() {
    assertThat(CommandRun.of("completion", "fish").out())
        .startsWith("complete -c podpass -e\n")
        .contains(
            "-f -a token -d 'Tell what a service account token says, and check it.'\n",
            "complete -c podpass -n '__fish_seen_subcommand_from config; and not"
                + " __fish_seen_subcommand_from lint merge' -l kubernetes -r -d '",
            "complete -c podpass -n '__fish_seen_subcommand_from config; and"
                + " __fish_seen_subcommand_from lint' -l strict -d 'Let warnings count as well.'\n");
  }

  @Test
  void zshTakesTheScriptOfBash() {
    assertThat(CommandRun.of("completion", "zsh").out())
        .isEqualTo(CommandRun.of("completion", "bash").out())
        .contains("bashcompinit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcsh"})
  void refusesOtherShells(String shell) {
    CommandRun run = CommandRun.of("completion", shell);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("is no shell that podpass knows; hint: bash, zsh or fish");
  }

  @Test
  void writesPagesAndCompletionsForPackages() throws IOException {
    assertThat(CommandRun.of("generate", folder.toString()).status()).isZero();

    assertThat(names("share/man/man1"))
        .contains("podpass.1", "podpass-config.1", "podpass-config-lint.1", "podpass-trust-echo.1")
        .doesNotContain("podpass-generate.1");
    assertThat(folder.resolve("share/fish/vendor_completions.d/podpass.fish")).isNotEmptyFile();
    assertThat(folder.resolve("share/bash-completion/completions/podpass")).isNotEmptyFile();
    assertThat(folder.resolve("share/zsh/site-functions/_podpass"))
        .content()
        .startsWith("#compdef podpass\n");
    assertThat(folder.resolve("share/man/man1/podpass-config-lint.1"))
        .content()
        .startsWith(".TH \"podpass-config-lint\" 1 \"\" \"podpass ")
        .contains(
            ".SH NAME\npodpass\\-config\\-lint \\- Tell what kubelet would refuse or never match",
            ".SH SYNOPSIS\n\\fBpodpass config lint\\fR [OPTIONS] [FILE]\n",
            ".TP\n\\fB\\-\\-kubernetes\\fR=\\fI1.33|1.34",
            ".SH EXAMPLES\n.EX\n  podpass config lint /etc",
            ".SH EXIT STATUS\n.EX\n  0   nothing refused or useless\n",
            ".SH SEE ALSO\n\\fBpodpass\\-config\\fR(1)");
  }

  private List<String> names(String path) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(path))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
