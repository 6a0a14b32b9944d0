// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
            "-f -a token -d 'Show the claims of a service account token, and check them.'\n",
            "complete -c podpass -n '__fish_seen_subcommand_from config; and not"
                + " __fish_seen_subcommand_from lint merge' -l kubernetes -r -d '",
            "complete -c podpass -n '__fish_seen_subcommand_from config; and"
                + " __fish_seen_subcommand_from lint' -l strict -d 'Count warnings as"
                + " problems.'\n");
  }

  @Test
  void fishItselfCompletes() throws Exception {
    assumeInstalled("fish");
    Path script =
        Files.writeString(
            folder.resolve("podpass.fish"), CommandRun.of("completion", "fish").out());

    String printed =
        printed(
            "fish",
            "--no-config",
            "-c",
            "source %s; complete -C 'podpass config li'; complete -C 'podpass token --aud'"
                .formatted(script));

    assertThat(printed)
        .contains(
            "lint\tCheck a CredentialProviderConfig for what kubelet",
            "--audience\tWhat the token must be meant for")
        .doesNotContain("generate");
  }

  @Test
  void zshCompletesEachCommandWhereItStands() {
    assertThat(CommandRun.of("completion", "zsh").out())
        .startsWith("#compdef podpass\ncompdef _podpass podpass\n")
        .contains(
            "_podpass_config_lint() {",
            "'*--kubernetes=[The version of kubelet. Default: 1.37.]:value:(1.33 1.34 1.35 1.36"
                + " 1.37)'",
            "'token:Show the claims of a service account token, and check them.'")
        .doesNotContain("'generate:");
  }

  @Test
  void zshItselfCompletes() throws Exception {
    assumeInstalled("zsh");
    Files.writeString(folder.resolve("_podpass"), CommandRun.of("completion", "zsh").out());
    Path session =
        Files.writeString(
            folder.resolve("session"),
            """
            zmodload zsh/zpty
            zpty z zsh -f -i
            zpty -w z 'PS1=; fpath=(%s $fpath); autoload -U compinit; compinit -D -u; podpass() { echo ran:$*:; }; echo REA''DY'
            zpty -r z out '*READY*'
            zpty -w z $'podpass config li\\t a; podpass token --aud\\tb'
            zpty -r z out '*ran:config lint a:*ran:token --audience=b:*' && print completed
            """
                .formatted(folder));

    assertThat(printed("timeout", "20", "zsh", "-f", session.toString())).isEqualTo("completed\n");
  }

  private static void assumeInstalled(String shell) {
    assumeThat(Path.of("/usr/bin", shell))
        .as(shell + " is not installed, so its completion is not tried")
        .exists();
  }

  private static String printed(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tcsh"})
  void refusesOtherShells(String shell) {
    CommandRun run = CommandRun.of("completion", shell);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).contains("is not a supported shell; hint: bash, zsh or fish");
  }
}
