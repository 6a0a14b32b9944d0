// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheCommandTest {
  @TempDir private Path above;

  @Test
  void showsAnEmptyCacheAndForgetsNothing() {
    Map<String, String> environment = Map.of("PODPASS_CACHE", "off");

    assertThat(CommandRun.of(environment, "", "cache", "list").out())
        .isEqualTo("cache\n  off\n\nanswers\n  not read\n");
    assertThat(CommandRun.of(environment, "", "cache", "clear").out())
        .isEqualTo("off; nothing was read or deleted\n");
  }

  @Test
  void saysWhyThereIsNone() throws IOException {
    Files.setPosixFilePermissions(
        Files.createDirectory(above.resolve("cache")),
        PosixFilePermissions.fromString("rwxr-xr-x"));
    String directory = above.resolve("cache").toString();

    CommandRun auto =
        CommandRun.of(
            Map.of("PODPASS_CACHE", "auto"), "", "cache", "list", "--cache-dir", directory);
    CommandRun on = CommandRun.of("cache", "list", "--cache=on", "--cache-dir=" + directory);

    assertThat(auto.out()).contains("off: ");
    assertThat(on.status()).isEqualTo(78);
    assertThat(on.out()).isEmpty();
    assertThat(on.err()).contains("--cache=on, but " + directory + " is open to others");
  }

  @Test
  void wantsToBeToldWhatToDo() {
    CommandRun run = CommandRun.of("cache");

    assertThat(run.status()).isEqualTo(64);
    assertThat(run.err())
        .isEqualTo("podpass: no subcommand is given; hint: podpass cache list, or" + " clear\n");
  }
}
