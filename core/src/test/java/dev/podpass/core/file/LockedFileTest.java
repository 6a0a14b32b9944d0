// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockedFileTest {
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r--r--");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void prepare() {
    file = folder.resolve("f");
  }

  @Test
  void losesNoUpdate() throws IOException {
    IntStream.range(0, 200).parallel().forEach(_ -> count());

    assertThat(file).hasContent("200");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(MODE);
    assertThat(names()).containsExactly(".f.lock", "f");
  }

  private void count() {
    try {
      var _ = LockedFile.whileLocked(file, PATIENCE, LockedFileTest::counted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void losesNoUpdateWhereTheLockGoesEachTime() throws IOException {
    IntStream.range(0, 400).parallel().forEach(_ -> countOnce());

    assertThat(file).hasContent("400");
    assertThat(names()).containsExactly("f");
  }

  private void countOnce() {
    try {
      var _ = LockedFile.whileLockedOnce(file, PATIENCE, LockedFileTest::counted);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String counted(LockedFile held) throws IOException {
    String text = held.read(10).map(bytes -> new String(bytes, UTF_8)).orElse("0");
    held.replace(String.valueOf(Integer.parseInt(text) + 1).getBytes(UTF_8), MODE);
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", ".", "..", "d/.."})
  void locksNothingWithoutAName(String path) {
    assertThatThrownBy(() -> LockedFile.whileLocked(Path.of(path), PATIENCE, _ -> "locked"))
        .hasMessage(path + ": it does not end in a file's name");
    assertThat(Path.of(".null.lock")).doesNotExist();
  }

  @Test
  void doesNotWaitForever() {
    assertThatThrownBy(() ->
            LockedFile.whileLocked(
                file,
                PATIENCE,
                _ -> LockedFile.whileLocked(file, Duration.ofMillis(1), _ -> "both")))
        .hasMessage(file + ": another process has it locked");
  }

  @Test
  void cleansWhatAKilledProcessLeft() throws IOException {
    var _ = Files.writeString(folder.resolve(".new-f.tmp"), "half");

    count();

    assertThat(names()).containsExactly(".f.lock", "f");
  }

  @Test
  void tellsTheFilesItDoesNotRead() throws IOException {
    Optional<byte[]> nothing = LockedFile.whileLocked(file, PATIENCE, held -> held.read(3));
    assertThat(nothing).isEmpty();
    var _ = Files.writeString(file, "four");

    assertThatThrownBy(() -> LockedFile.whileLocked(file, PATIENCE, held -> held.read(3)))
        .hasMessage(file + ": it is larger than 3 bytes");
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }
}
