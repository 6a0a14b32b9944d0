// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that a newcomer runs first. */
class ScriptsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private final Shell shell =
      new Shell(
          ROOT, Map.of("PATH", System.getenv("PATH"), "HOME", System.getProperty("user.home")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "./demo --help         | 0  | --serve",
        "./demo --bogus        | 64 | unknown option: --bogus",
        "./verify --help       | 0  | --quick",
        ".mvn/fetch-jdk --help | 0  | fetches the JDK",
      })
  void runInPlainShells(String command, int status, String said) {
    for (String plain : new String[] {"/bin/sh", "bash --posix"}) {
      Shell.Result result = shell.run("exec " + plain + " " + command);

      assertThat(result.printed()).as(plain).contains(said);
      assertThat(result.status()).as(plain).isEqualTo(status);
    }
  }

  /** Surefire itself fails for no module: it cannot know of the others. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Dtest=ScriptsTest,Another      | 1",
        "-Dtest=NONE -Dit.test=DoctorIT  | 0",
        "-Dtest=NONE -Dit.test=DoctorsIT | 1",
      })
  void aTestThatIsNamedMustExist(String option, int status) {
    Shell.Result result =
        shell.run(
            "JAVA_HOME='%s' ./mvnw --offline --batch-mode --quiet --non-recursive validate %s"
                .formatted(System.getProperty("java.home"), option));

    assumeThat(result.printed()).as("Maven is not in its cache").doesNotContain("offline");
    assertThat(result.printed()).contains(status == 0 ? "" : "No test class is named like");
    assertThat(result.status()).as(result.printed()).isEqualTo(status);
  }
}
