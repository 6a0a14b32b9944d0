// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SafeFileTest {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mkfifo f", "ln -s other f", "ln other f", "mkdir f"})
  void opensOrdinaryFilesAlone(String command) throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "other");
    run(command);

    assertThatThrownBy(() -> SafeFile.open(folder.resolve("f"), MODE, StandardOpenOption.APPEND))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith("f: it is not a regular file of this user with one name");
    assertThat(other).hasContent("other");
  }

  @Test
  void doesNotWaitForAPipe() throws Exception {
    run("mkfifo f");

    assertThatThrownBy(() -> SafeFile.read(folder.resolve("f"), 1))
        .hasMessageEndingWith("f: it is not a regular file");
  }

  @Test
  void replacesALinkAndNotWhatItLeadsTo() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "other");
    run("ln -s other f");

    SafeFile.replace(folder.resolve("f"), new byte[] {'n'}, MODE);

    assertThat(folder.resolve("f")).isRegularFile().hasContent("n");
    assertThat(other).hasContent("other");
  }

  private void run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-euc", command).directory(folder.toFile()).start();
    assertThat(process.waitFor()).isZero();
  }
}
