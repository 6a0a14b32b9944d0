// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What words may become; {@code CompletionIT} tries the scripts in real shells. */
class CompletionCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          conf                             | words config
          config,                          | words lint merge
          config,m                         | words merge
          help,co                          | words config completion
          help,config,                     | words lint merge
          completion,                      | words bash zsh fish
          config,lint,                     | files
          config,lint,c.yaml,              | words
          token,./t                        | files
          token,--aud                      | words --audience=
          explain,--token,                 | files
          explain,--token=a                | files
          doctor,--root=                   | directories
          config,--providers=              | words --providers=echo
          config,--log-level=d             | words --log-level=debug
          --without-token=                 | words --without-token=fail --without-token=node --without-token=anonymous
          --without-token,n                | words node
          version,--j                      | words --json
          version,--json,--j               | words
          explain,--annotation=a=b,--anno  | words --annotation=
          nothing,                         | words
          version,--nothing=               | words
          """)
  void completesTheLastWord(String words, String candidates) {
    assertThat(complete(List.of(words.split(",", -1)))).isEqualTo(candidates);
  }

  /** A comma separates the words of the rows above, so this one stands apart. */
  @Test
  void completesEachProviderOnce() {
    assertThat(complete(List.of("config", "--providers=echo,"))).isEqualTo("words");
    assertThat(complete(List.of("config", "--providers=nothing,e")))
        .isEqualTo("words --providers=nothing,echo");
  }

  private static String complete(List<String> words) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of("complete", "--"), words.stream()).toArray(String[]::new));
    assertThat(run.status()).isZero();
    return run.out()
        .lines()
        .map(line -> line.split("\t", 2)[0])
        .reduce((a, b) -> a + " " + b)
        .get();
  }

  @Test
  void saysWhatACandidateIs() {
    assertThat(CommandRun.of("complete", "--", "config", "l").out())
        .isEqualTo(
            "words\nlint\tCheck a CredentialProviderConfig: what kubelet rejects, and what"
                + " never matches.\n");
    assertThat(CommandRun.of("complete", "--", "").out())
        .contains("\nexplain\t")
        .doesNotContain("complete\t");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void printsAScriptThatAsks(String shell) {
    assertThat(CommandRun.of("completion", shell).out()).contains(" complete -- ");
  }

  @ParameterizedTest
  @CsvSource({"'', no shell is named", "tcsh, '\"tcsh\" is not a supported shell'"})
  void refusesOtherShells(String shell, String because) {
    CommandRun run = CommandRun.of("completion", shell);

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err()).isEqualTo("podpass: " + because + "; hint: give bash, zsh or fish\n");
  }
}
