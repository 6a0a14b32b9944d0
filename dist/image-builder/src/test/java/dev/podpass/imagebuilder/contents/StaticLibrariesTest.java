// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticLibrariesTest {
  private static final String OLDER = "25.0.2+10-Debian-1deb13u2";

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(strings = {"lib", "lib/static/linux-amd64/glibc"})
  void theVersionIsLibjavas(String directory) throws IOException {
    write(directory + "/libjava.a", "!<arch>\0%d 25\0 25.0.9+1 \0" + OLDER + "\0mismatch\0");
    write("lib/static/linux-amd64/musl/libjava.a", "\0" + "25.0.1+1\0");
    assertThat(StaticLibraries.below(home)).hasToString(OLDER);
  }

  @Test
  void oneWithoutAVersionIsRefused() throws IOException {
    write("lib/libjava.a", "!<arch>\0version 25.0.2+10\0");
    assertThatThrownBy(() -> StaticLibraries.below(home))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("libjava.a does not say of which JDK it is");
  }

  private void write(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, ISO_8859_1);
  }
}
