// SPDX-License-Identifier: Apache-2.0
package dev.podpass.imagebuilder.contents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedJdkTest {
  @TempDir private Path folder;

  private PinnedJdk pinned;

  @BeforeEach
  void pin() throws IOException {
    pinned =
        PinnedJdk.in(
            Files.writeString(folder.resolve("pins"), "jdk=25.0.6+1\ngraalvm.jdk=25.0.4.1\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.4.1+1", "25.0.4.1.1", "25.0.5.1+2-1-deb13u1-Debian", "25.0.10+1"})
  void theSameOrANewerJdkIsTaken(String version) {
    assertThat(pinned.require(Runtime.Version.parse(version), "Debian"))
        .isEqualTo(
            "The executable carries JDK %s of Debian; JDK 25.0.4.1 is pinned".formatted(version));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25+36", "25.0.2+10-Debian-1deb13u2", "25.0.4+7-LTS"})
  void anOlderJdkIsRefused(String version) {
    assertThatThrownBy(() -> pinned.require(Runtime.Version.parse(version), "Debian"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "JDK " + version + " of Debian; JDK 25.0.4.1 is pinned, which is newer");
  }

  @Test
  void olderLibrariesAreTakenOnlyWhereAnyJdkIs() {
    Runtime.Version older = Runtime.Version.parse("25.0.2+10-Debian-1deb13u2");
    String sentence =
        "The executable is linked with libjava of JDK %s; JDK 25.0.4.1 is pinned, which is newer";
    assertThatThrownBy(() -> pinned.requireLibraries(older, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(sentence.formatted(older));
    assertThat(pinned.requireLibraries(older, true))
        .isEqualTo("NOT PINNED: " + sentence.formatted(older));
    assertThat(pinned.requireLibraries(Runtime.Version.parse("25.0.4.1+1"), false))
        .endsWith("25.0.4.1+1; JDK 25.0.4.1 is pinned");
  }

  @Test
  void theBuildsOwnPinCanBeRead() {
    assertThat(PinnedJdk.in(Path.of("../../.mvn/jdk.properties"))).isNotNull();
  }
}
