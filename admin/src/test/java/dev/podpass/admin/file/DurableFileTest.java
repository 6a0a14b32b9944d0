// SPDX-License-Identifier: Apache-2.0
package dev.podpass.admin.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podpass.core.file.LockedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurableFileTest {
  private static final FileTime OLD = FileTime.from(Instant.parse("2026-11-28T12:00:00Z"));

  @TempDir private Path folder;

  @Test
  void replacesWhatItExpectsAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "changed");

    assertThatThrownBy(() -> replace(Optional.of("old")))
        .hasMessage(file + ": another program changed it at the same time");
    assertThatThrownBy(() -> replace(Optional.empty()))
        .hasMessage(file + ": another program changed it at the same time");

    assertThat(file).hasContent("changed");
    assertThat(names()).containsExactly(".f.lock", "f");
  }

  @Test
  void restoresOverWhatItExpectsAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "changed");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    assertThatThrownBy(() -> restore("new"))
        .hasMessage(file + ": another program changed it at the same time");
    assertThat(file).hasContent("changed");
    restore("changed");

    assertThat(file).hasContent("old");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(OLD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");
    assertThat(names()).containsExactly(".f.lock", "f");
  }

  private void restore(String expected) throws IOException {
    LockedFile.whileLocked(
        folder.resolve("f"),
        Duration.ofSeconds(1),
        held -> {
          var _ =
              DurableFile.replace(
                  held,
                  Optional.of(expected.getBytes(UTF_8)),
                  "old".getBytes(UTF_8),
                  Optional.empty(),
                  Optional.of(OLD));
          return "";
        });
  }

  @Test
  void keepsTheModeOfAFileThatNobodyMayWrite() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

    assertThat(replace(Optional.of("old"))).contains(folder.resolve("f.old.bak"));

    assertThat(file).hasContent("new");
    assertThat(folder.resolve("f.old.bak")).hasContent("old");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--r-----");
  }

  /** It may have a proxy's password in it. */
  @Test
  void makesANewFileThatOnlyItsOwnerReads() throws IOException {
    assertThat(replace(Optional.empty())).isEmpty();

    assertThat(folder.resolve("f")).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("f"))))
        .isEqualTo("rw-------");
  }

  /** Of a directory, kubelet reads all files with these endings. */
  @ParameterizedTest
  @ValueSource(strings = {"podpass.yaml", "podpass.yml", "podpass.json"})
  void isNotReadByKubeletBeforeItIsComplete(String name) throws IOException {
    Path temporary =
        LockedFile.whileLocked(folder.resolve(name), Duration.ofMinutes(1), LockedFile::temporary);

    assertThat(temporary).hasFileName(".new-" + name + ".tmp");
    assertThat(temporary.toString()).doesNotMatch(".*\\.(json|yaml|yml)");
  }

  @Test
  void cleansWhatAKilledProcessLeft() throws IOException {
    var _ = Files.writeString(folder.resolve(".new-f.tmp"), "half");

    assertThat(replace(Optional.empty())).isEmpty();

    assertThat(folder.resolve("f")).hasContent("new");
    assertThat(names()).containsExactly(".f.lock", "f");
  }

  private Optional<Path> replace(Optional<String> expected) throws IOException {
    return LockedFile.whileLocked(
        folder.resolve("f"),
        Duration.ofMinutes(1),
        held ->
            DurableFile.replace(
                held,
                expected.map(text -> text.getBytes(UTF_8)),
                "new".getBytes(UTF_8),
                Optional.of("f.old"),
                Optional.empty()));
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }
}
