// SPDX-License-Identifier: Apache-2.0
package dev.podpass.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemTypeTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  @TempDir private Path folder;

  @Test
  void findsWhatTheKernelCallsAFileSystem() throws IOException {
    assertThat(FileSystemType.of(Path.of("/proc/self"))).hasValue("proc");
  }

  @Test
  void agreesWithTheJdkOnAFileSystemInMemory() throws IOException {
    assumeThat(MEMORY).isDirectory();

    assertThat(FileSystemType.of(MEMORY)).hasValue(Files.getFileStore(MEMORY).type());
  }

  @Test
  void doesNotFollowALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/proc"));

    assertThat(FileSystemType.of(link)).isNotEqualTo(FileSystemType.of(Path.of("/proc")));
  }

  @Test
  void failsForAFileThatIsNotThere() {
    assertThatThrownBy(() -> FileSystemType.of(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
