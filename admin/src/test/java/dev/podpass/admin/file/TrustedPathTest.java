// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.podpass.core.file.UnixAttributes;
import dev.podpass.core.file.UntrustedPathException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedPathTest {
  @TempDir private Path root;

  @BeforeEach
  void prepare() throws Exception {
    run("umask 022; mkdir -p a/b; echo > a/b/f");
  }

  @ParameterizedTest
  @CsvSource({
    "true, /a/b/f",
    "true, a/./b/../b/f",
    "true, /../../a/b/f",
    "ln -s b a/link, /a/link/f",
    "ln -s /a/b/f link, /link",
    "ln -s ../../../../a a/b/up, /a/b/up/b/f",
    "chmod 0400 a/b/f, /a/b/f"
  })
  void trustsWhatNobodyElseMayChange(String command, String path) throws Exception {
    run(command);

    assertThat(TrustedPath.file(root, path)).isEqualTo(root.resolve("a/b/f"));
  }

  @ParameterizedTest
  @CsvSource({
    "chmod g+w a/b/f, /a/b/f, others may change ROOT/a/b/f",
    "chmod o+w a/b/f, /a/b/f, others may change ROOT/a/b/f",
    "chmod g+w a, /a/b/f, others may change ROOT/a",
    "chmod 1777 a, /a/b/f, others may change ROOT/a",
    "chmod g+w ., /a/b/f, others may change ROOT",
    "chmod 1777 a; ln -s a/b/f link, /link, others may change ROOT/a",
    "mkdir -m 1777 t; ln a/b/f t/f, /t/f, others may change ROOT/t",
    "mkdir -m 1777 t; mv a/b t, /t/b/f, others may change ROOT/t",
    "mkdir -m 777 w; ln -s ../a/b/f w/link; ln -s w/link link, /link, others may change ROOT/w",
    "mkfifo a/pipe, /a/pipe, ROOT/a/pipe is not a regular file",
    "true, /a/b, ROOT/a/b is not a regular file",
    "true, /a/b/f/x, 'ROOT/a/b/f is not a directory, or is a link to one'",
    "true, /a/.., /a/.. is not a regular file",
    "ln -s link link, /link, ROOT/link is not a regular file"
  })
  void doesNotTrustWhatOthersMayChange(String command, String path, String because)
      throws Exception {
    run(command);

    assertThatThrownBy(() -> TrustedPath.file(root, path))
        .isInstanceOf(UntrustedPathException.class)
        .hasMessage(because.replace("ROOT", root.toString()));
  }

  @Test
  void rootTrustsRootAlone() throws Exception {
    assumeTrue(
        UnixAttributes.of(root).uid() == 0, "not run as root, so files cannot be given away");
    run("chown 54321 a/b/f; echo > g; ln -s g link; chown -h 54321 link; mkdir d; echo > d/f");
    run("chown 54321 d");

    for (String path : new String[] {"/a/b/f", "/d/f", "/link"}) {
      assertThatThrownBy(() -> TrustedPath.file(root, path))
          .isInstanceOf(UntrustedPathException.class)
          .hasMessageStartingWith("others may change ");
    }
  }

  @Test
  void tellsWhatIsNotThere() {
    assertThatThrownBy(() -> TrustedPath.file(root, "/a/gone"))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-euc", command).directory(root.toFile()).start();
    assertThat(process.waitFor()).isZero();
  }
}
