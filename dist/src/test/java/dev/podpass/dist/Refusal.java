// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.testkit.kubelet.Plugin;
import dev.podpass.testkit.kubelet.PluginRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A command that cannot be run: it ends with the documented status, one line on stderr, nothing on
 * stdout, and a disk as it was.
 *
 * @param directory of the files that a command may name
 */
record Refusal(Path directory) {
  /** Stands for {@link #directory} in a command. */
  private static final String DIRECTORY = "DIR";

  /** An image whose credential would be asked for. */
  private static final String IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app";

  /** Runs a command without input. */
  void assertRefused(String command, int status, String sentence) throws IOException {
    Map<String, String> before = disk();

    PluginRun run =
        Plugin.of(BuiltProgram.command(arguments(command)), Map.of("PODPASS_CACHE", "off"))
            .run(new byte[0]);

    assertThat(run.stderr()).contains(sentence.replace(DIRECTORY, directory.toString()));
    assertThat(run.stderr().lines()).singleElement().asString().startsWith("podpass: ");
    assertThat(run.exitCode()).isEqualTo(status);
    assertThat(run.stdout()).isEmpty();
    assertThat(disk()).isEqualTo(before);
  }

  /** Words at spaces; two apostrophes are an empty one. */
  private String[] arguments(String command) {
    return Stream.of(command.split(" +", -1))
        .map(word -> word.replace("''", "").replace("IMAGE", IMAGE))
        .map(word -> word.replace(DIRECTORY, directory.toString()))
        .toArray(String[]::new);
  }

  private Map<String, String> disk() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      Map<String, String> disk = new TreeMap<>();
      for (Path file : files.toList()) {
        disk.put(
            directory.relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file) + content(file));
      }
      return disk;
    }
  }

  private static List<String> content(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) < 1024
        ? List.of(Files.readString(file, ISO_8859_1))
        : List.of();
  }
}
