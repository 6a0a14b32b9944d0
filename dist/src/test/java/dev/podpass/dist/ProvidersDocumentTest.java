// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The code in {@code docs/providers.md} is that of the example provider and its tests, which every
 * build compiles and runs.
 */
class ProvidersDocumentTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  @Test
  void showsTheExamplesCode() throws IOException {
    List<String> blocks = found(BLOCK);
    String example = example();

    assertThat(blocks).hasSize(2);
    assertThat(blocks).allSatisfy(block -> assertThat(example).contains(block));
  }

  private static List<String> found(Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(DOCS.resolve("providers.md")))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  private static String example() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS.resolve("example-provider").resolve("src"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      StringBuilder text = new StringBuilder();
      for (Path source : sources) {
        text.append(Files.readString(source));
      }
      return text.toString();
    }
  }
}
