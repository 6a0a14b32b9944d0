// SPDX-License-Identifier: Apache-2.0
package dev.podpass.cli.config;

import dev.podpass.cli.CommandRun;
import dev.podpass.testkit.kubelet.StockConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A configuration in a temporary directory, and {@code config merge} with it. */
abstract class MergeFixture {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T10:00:00Z"), ZoneOffset.UTC);

  static final String NODE = StockConfiguration.TEXT.replace("name: stock", "name: old");

  @TempDir Path folder;

  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static CommandRun merge(Path file, String... more) {
    List<String> args =
        Stream.concat(
                Stream.of("config", "merge", "--providers=echo", file.toString()), Stream.of(more))
            .toList();
    return CommandRun.at(CLOCK, Map.of(), "", args.toArray(String[]::new));
  }
}
