// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** What a local user may put in the place of a file. */
enum Planted {
  PIPE,
  LINK,
  DANGLING_LINK,
  LOOP,
  HARD_LINK,
  DEVICE,
  DIRECTORY,
  OF_ANOTHER_USER,
  EMPTY,
  GARBAGE,
  HUGE,
  FULL_DISK,
  DIRECTORY_OF_A_GROUP;

  void put(Path place, Path elsewhere) throws Exception {
    switch (this) {
      case PIPE -> run("mkfifo", place.toString());
      case LINK -> Files.createSymbolicLink(place, elsewhere);
      case DANGLING_LINK -> Files.createSymbolicLink(place, Path.of("/nonexistent/file"));
      case LOOP -> Files.createSymbolicLink(place, place);
      case HARD_LINK -> Files.createLink(place, elsewhere);
      case DEVICE -> {
        assumeTrue(isRoot() && run("mknod", place.toString(), "c", "1", "5") == 0);
      }
      case DIRECTORY -> Files.createDirectory(place);
      case OF_ANOTHER_USER -> {
        assumeTrue(isRoot());
        Files.setAttribute(Files.writeString(place, UNTOUCHED), "unix:uid", 65_534);
      }
      case EMPTY -> Files.createFile(place);
      case GARBAGE -> Files.write(place, new byte[] {0, -1, 10, 27, 91, 50, 74, 10});
      case HUGE -> Files.write(place, new byte[20 << 20]);
      case FULL_DISK -> {
        Path disk = place.resolveSibling(".").normalize();
        assumeTrue(
            isRoot()
                && run("mount", "-t", "tmpfs", "-o", "size=4k,mode=0700", "x", "" + disk) == 0);
        Files.write(disk.resolve("filling"), new byte[4096]);
      }
      case DIRECTORY_OF_A_GROUP ->
          Files.setPosixFilePermissions(
              place.resolveSibling(".").normalize(), PosixFilePermissions.fromString("rwxrwx---"));
    }
  }

  /** What a file elsewhere holds that something leads to. */
  static final String UNTOUCHED = "untouched\n";

  static boolean isRoot() throws IOException {
    return Map.of("uid", 0)
        .equals(
            Files.readAttributes(
                Path.of("/proc/self/status"), "unix:uid", LinkOption.NOFOLLOW_LINKS));
  }

  static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isNotNull();
    return process.waitFor();
  }
}
