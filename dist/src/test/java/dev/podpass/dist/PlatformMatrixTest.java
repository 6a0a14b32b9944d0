// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podpass.dist.PlayedPlatform.Boot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix of docs/platforms/matrix.md has what {@link PlayedPlatformsIT} sees, row by row. */
class PlatformMatrixTest {
  private static final Path PAGE = Path.of("..", "docs", "platforms", "matrix.md");

  @Test
  void hasEachPlatformAndEachStep() throws IOException {
    assertThat(Files.readString(PAGE)).contains(table(PlatformMatrixTest::steps));
  }

  @Test
  void hasWhatPodpassSaysOfEach() throws IOException {
    String said =
        table(it -> it.named.isEmpty() ? List.of() : List.of(it.title, command(it), it.named));

    assertThat(Files.readString(PAGE)).contains(said);
  }

  private static String table(Function<PlayedPlatform, List<String>> row) {
    return Arrays.stream(PlayedPlatform.values())
        .map(row)
        .filter(cells -> !cells.isEmpty())
        .map(cells -> cells.stream().collect(joining(" | ", "| ", " |\n")))
        .collect(joining());
  }

  private static String command(PlayedPlatform played) {
    return played.isLeftAlone() ? "`node install`" : "`doctor`";
  }

  private static List<String> steps(PlayedPlatform played) {
    if (played.isLeftAlone()) {
      return List.of(
          played.title, "refused", "unsupported", "right", "–", "–", "–", "nothing to do");
    }
    boolean replaces = played.options.contains("--replace");
    Stream<String> life =
        played.isVariant()
            ? Stream.of("–", doctor(played), "–", "–")
            : Stream.of(
                "right",
                doctor(played),
                played.boot == Boot.WRITES ? "put back" : "nothing to do",
                "put back");
    return Stream.of(
            Stream.of(played.title, replaces ? "in place of the stock entry" : "beside it"),
            life,
            Stream.of(played.images().size() + " as before", "as before"))
        .flatMap(cells -> cells)
        .toList();
  }

  private static String doctor(PlayedPlatform played) {
    return played.named.isEmpty() ? "right" : "warns";
  }
}
