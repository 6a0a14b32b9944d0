// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.podpass.testkit.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands with a file that is missing, huge, binary, not a file, or may not be read. */
@Tag("smoke")
class BadFilesIT {
  @TempDir private Path folder;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectory(folder.resolve("directory"));
    Files.write(folder.resolve("empty"), new byte[0]);
    Files.write(folder.resolve("binary"), new byte[] {0x7f, 'E', 'L', 'F', 0, (byte) 0xff, 10, 1});
    Files.writeString(folder.resolve("huge"), "a".repeat((1 << 20) + 1));
    assertThat(new Shell(folder, Map.of()).run("mkfifo fifo").status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          token DIR/missing                        | 64 | DIR/missing cannot be read (no such file or directory)
          token DIR/fifo                           | 64 | DIR/fifo is not a regular file
          token DIR/huge                           | 64 | DIR/huge is larger than 1 MiB
          token DIR/binary                         | 65 | it does not have the three parts of a JWT
          token DIR/empty                          | 65 | there is no token in DIR/empty
          token /proc/self/mem                     | 64 | /proc/self/mem cannot be read (Input/output error)
          explain --request=DIR/binary             | 65 | the request cannot be used: it is not JSON (DIR/binary)
          explain --request=DIR/huge               | 64 | DIR/huge is larger than 1 MiB
          config lint DIR/directory                | 78 | DIR/directory has no *.json, *.yaml or *.yml
          config merge --providers=ecr DIR/directory | 64 | DIR/directory is a directory
          config merge --providers=ecr DIR/binary  | 78 | it is not YAML; hint: run podpass config lint
          doctor --root=DIR/binary                 | 64 | "DIR/binary" (--root): is not a directory
          node install --providers=ecr --root=DIR --state-dir=/s --executable=DIR/missing | 64 | the executable to install cannot be read (no such file or directory)
          @DIR/fifo                                | 64 | @DIR/fifo is not a regular file
          """)
  void isRefusedInOneLine(String command, int status, String sentence) throws IOException {
    new Refusal(folder).assertRefused(command, status, sentence);
  }

  /** What is wrong with a configuration is what lint is run for, so it is on stdout. */
  @Test
  void lintReportsWhatIsNoConfigurationAsAFinding() throws IOException {
    Shell.Result result = BuiltShell.in(folder, Map.of()).run("podpass config lint binary 2> err");

    assertThat(result.status()).isEqualTo(78);
    assertThat(result.printed())
        .contains("binary:1: rejected: it cannot be read as YAML", "kubelet does not start");
    assertThat(folder.resolve("err")).isEmptyFile();
  }

  @Test
  void aFileThatMayNotBeReadIsNamed() throws IOException {
    Shell shell = BuiltShell.in(folder, Map.of());
    assumeThat(
            shell.run("chmod 0 empty; chmod 755 .; setpriv --reuid=65534 podpass version").status())
        .as("not run as root, or the program may not be run by others")
        .isZero();

    Shell.Result result = shell.run("setpriv --reuid=65534 podpass token empty");

    assertThat(result.status()).isEqualTo(64);
    assertThat(result.printed()).isEqualTo("podpass: empty cannot be read (permission denied)\n");
  }
}
