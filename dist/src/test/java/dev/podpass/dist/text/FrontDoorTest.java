// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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

/** The scripts that a newcomer runs first, in plain shells and with the tools that macOS has. */
class FrontDoorTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** What GNU's tools have, and macOS's have not. */
  private static final Map<String, String> MISSING =
      Map.of(
          "readlink", "-f | -e | -m",
          "sed", "-r | -i | -z | --*",
          "grep", "-P | --*",
          "find", "-printf | -quit",
          "stat", "-c | --*",
          "mv", "-T | -t",
          "mktemp", "-p | --*",
          "date", "-d | *%N*",
          "xargs", "-r | -d",
          "head", "-n-* | --*");

  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void prepare() throws IOException {
    shell = new Shell(ROOT, folder, Map.of("PATH", System.getenv("PATH"), "HOME", "" + folder));
    for (Map.Entry<String, String> tool : MISSING.entrySet()) {
      var _ =
          shell.program(
              tool.getKey(),
              """
              for each; do
                case $each in
                  %s) echo "%s: illegal option $each, as on macOS" >&2; exit 1 ;;
                  *'\\|'*) [ %2$s != sed ] && [ %2$s != grep ] || { echo "no \\| as on macOS" >&2; exit 1; } ;;
                esac
              done
              PATH=${PATH#*:} exec %2$s "$@"
              """
                  .formatted(tool.getValue(), tool.getKey()));
    }
    for (String tool : new String[] {"nproc", "timeout", "sha256sum", "realpath", "setsid"}) {
      var _ =
          shell.program(
              tool, "echo \"%s: not there, as on macOS\" >&2; exit 127\n".formatted(tool));
    }
    var _ = shell.program("uname", "case ${1:-} in -m) echo arm64 ;; *) echo Darwin ;; esac\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "./demo --help         | 0  | --serve",
        "./demo --bogus        | 64 | unknown option: --bogus",
        "./verify --help       | 0  | --quick",
        ".mvn/fetch-jdk --help | 0  | fetches the JDK",
        ".mvn/fetch-jdk jdk    | 1  | no JDK is pinned for Darwin on arm64",
      })
  void runsWithTheToolsOfMacOs(String command, int status, String said) {
    for (String plain : new String[] {"/bin/sh", "bash --posix"}) {
      Shell.Result result = shell.run("exec " + plain + " " + command);

      assertThat(result.printed()).as(plain).contains(said).doesNotContain("as on macOS");
      assertThat(result.status()).as(plain).isEqualTo(status);
    }
  }

  @Test
  void findsAJdkWithTheToolsOfMacOs() {
    Shell.Result result =
        shell.run(
            "JAVA_HOME='%s'; . .mvn/jdk.sh; echo $JAVA_HOME"
                .formatted(System.getProperty("java.home")));

    assertThat(result.printed()).endsWith(System.getProperty("java.home") + "\n");
    assertThat(result.printed()).doesNotContain("as on macOS");
  }

  /** Surefire itself fails for no module: it cannot know of the others. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Dtest=FrontDoorTest,Another    | 1",
        "-Dtest=NONE -Dit.test=DoctorIT  | 0",
        "-Dtest=NONE -Dit.test=DoctorsIT | 1",
      })
  void aTestThatIsNamedMustBeThere(String option, int status) {
    Shell maven =
        new Shell(
            ROOT, Map.of("PATH", System.getenv("PATH"), "HOME", System.getProperty("user.home")));
    Shell.Result result =
        maven.run(
            "JAVA_HOME='%s' ./mvnw --offline --batch-mode --quiet --non-recursive validate %s"
                .formatted(System.getProperty("java.home"), option));

    assumeThat(result.printed()).as("Maven is not in its cache").doesNotContain("offline");
    assertThat(result.printed()).contains(status == 0 ? "" : "No test class is named like");
    assertThat(result.status()).as(result.printed()).isEqualTo(status);
  }
}
