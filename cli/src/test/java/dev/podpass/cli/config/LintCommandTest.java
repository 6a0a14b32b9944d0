// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintCommandTest {
  @TempDir private Path folder;
  private String good = "";

  @BeforeEach
  void writeAGoodOne() {
    good = CommandRun.of("config", "--providers=echo", "--echo-user=bob").out();
  }

  @Test
  void findsNothingAgainstWhatConfigPrints() {
    CommandRun run = CommandRun.of(Map.of(), good, "config", "lint", "-");

    assertThat(run.out())
        .isEqualTo(
            """
            kubelet starts with this, and nothing is wrong
            plugin programs were not checked; add --bin-dir=DIRECTORY
            """);
    assertThat(run.status()).isZero();
  }

  @Test
  void looksForTheProgramsOfItsEntries() throws IOException {
    String[] lint = {"config", "lint", "--bin-dir=" + folder, "-"};
    Path program = folder.resolve("podpass-echo");

    assertThat(CommandRun.of(Map.of(), good, lint).out())
        .contains(": rejected: " + program + " is not there; link podpass there: ln -sf ")
        .endsWith("kubelet does not start with this\n");
    Files.createFile(program);
    assertThat(CommandRun.of(Map.of(), good, lint).out())
        .contains("rejected: " + program + " cannot be run; chmod 0755 it\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    CommandRun run = CommandRun.of(Map.of(), good, lint);
    assertThat(run.out()).isEqualTo("kubelet starts with this, and nothing is wrong\n");
    Path file = Files.writeString(folder.resolve("c.yaml"), good);
    CommandRun merge =
        CommandRun.of(
            "config",
            "merge",
            "--providers=echo",
            "--echo-user=eve",
            "--name=absent",
            "--first",
            "--bin-dir=" + folder,
            file.toString());
    assertThat(merge.status()).isEqualTo(78);
    assertThat(merge.err()).contains("so nothing is changed", "absent-echo is not there");
    assertThat(Files.readString(file)).isEqualTo(good);
  }

  @Test
  void namesFileAndLineAndEndsSo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.yaml"),
            good.replace("echo.example", "echo.example/*")
                .replace("cacheType: ServiceAccount", ""));

    CommandRun run = CommandRun.of("config", "lint", file.toString());

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out())
        .isEqualTo(
            """
            %1$s:11: ineffective: "echo.example/*" never matches an image: the path is a plain prefix, so it asks for a * in the repository; take /* off
            %1$s:13: rejected: podpass-echo has no cacheType; write ServiceAccount or Token
            kubelet does not start with this
            """
                .formatted(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --echo-user=bob                  | --echo-usr=bob                     | 78 | ineffective: podpass refuses the args or env of podpass-echo: unknown option --echo-usr; hint: did you mean --echo-user?
          - echo.example                   | - '*.sub.echo.example'             | 78 | matches no registry: a * is one label, and it has 4
          - echo.example                   | - echo.example:443                | 0  | warning: "echo.example:443" matches only images that are written with :443
          cacheType: ServiceAccount        | cacheType: Token                   | 0  | warning: cacheType is Token, but the node cache gives one pod's response to the other pods of its service account; add --cache-per-pod, or write ServiceAccount
          tokenAttributes                  | args2                              | 78 | unknown field
          """)
  void judgesItsOwnEntriesByWhatPodpassMakesOfThem(
      String from, String to, int status, String because) {
    CommandRun run = CommandRun.of(Map.of(), good.replace(from, to), "config", "lint", "-");

    assertThat(run.out()).contains(because);
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void kubeletMayKeepPodsApartWhosePodpassCachesNothing() {
    String apart = good.replace("Type: ServiceAccount", "Type: Token");
    String uncached = apart.replace("=bob", "=bob\n      - --cache=off");

    assertThat(CommandRun.of(Map.of(), uncached, "config", "lint", "-").out())
        .contains("nothing is wrong");
  }

  @Test
  void warningsCountIfToldSo() {
    String doubled =
        good + good.substring(good.indexOf("  - name")).replace("podpass-echo", "other");

    CommandRun lenient = CommandRun.of(Map.of(), doubled, "config", "lint", "-");
    CommandRun strict = CommandRun.of(Map.of(), doubled, "config", "lint", "--strict", "-");

    assertThat(lenient.status()).isZero();
    assertThat(lenient.out()).contains("stdin:23: warning: \"echo.example\" overlaps");
    assertThat(strict.status()).isEqualTo(78);
  }

  @Test
  void printsFindingsAsJson() {
    CommandRun run =
        CommandRun.of(Map.of(), good.replace("kind:", "kynd:"), "config", "lint", "--json", "-");

    assertThat(run.out())
        .contains(
            "{\n  \"verdict\": \"kubelet does not start with this\",\n  \"findings\": [\n",
            """
                {
                  "file": "stdin",
                  "line": 5,
                  "severity": "rejected",
                  "message": "unknown field kynd"
                }
              ]
            """);
    assertThat(run.status()).isEqualTo(78);
  }

  @Test
  void readsAFolderAsKubeletDoes() throws IOException {
    Files.writeString(folder.resolve("b.yaml"), good);
    Files.writeString(folder.resolve("a.yml"), good);
    Files.writeString(folder.resolve("c.yaml.bak"), "a: [");

    CommandRun run = CommandRun.of("config", "lint", folder.toString());

    assertThat(run.out())
        .startsWith(
            "%s/b.yaml:7: rejected: name podpass-echo is also in %s/a.yml\n"
                .formatted(folder, folder));
    assertThat(run.status()).isEqualTo(78);
  }
}
