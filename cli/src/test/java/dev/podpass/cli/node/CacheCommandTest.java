// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheCommandTest {
  @TempDir private Path above;

  @Test
  void createsNoDirectory() {
    Path missing = above.resolve("cache");

    assertThat(CommandRun.of("cache", "list", "--cache-dir=" + missing).out())
        .isEqualTo("directories\n  " + missing + " does not exist\n\nanswers\n  none\n");
    assertThat(CommandRun.of("cache", "clear", "--root=" + above, "--cache-dir=/cache").out())
        .isEqualTo("cleared\n  " + missing + " does not exist\n");
    assertThat(missing).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "clear"})
  void failsAtADirectoryThatMayNotBeUsed(String command) throws IOException {
    Files.setPosixFilePermissions(
        Files.createDirectory(above.resolve("cache")),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    String directory = above.resolve("cache").toString();

    CommandRun run =
        CommandRun.of(
            Map.of("PODPASS_CACHE_DIR", directory, "PODPASS_CACHE", "off"), "", "cache", command);

    assertThat(run.status()).isEqualTo(78);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("podpass: " + directory + " is open to others");
  }
}
