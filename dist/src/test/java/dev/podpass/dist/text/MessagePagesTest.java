// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages that messages name. */
class MessagePagesTest {
  private static final Pattern PAGE = Pattern.compile("(?<![\\w/.-])docs/[\\w/-]+\\.md");

  @Test
  void exist() throws IOException {
    try (Stream<Path> files = Files.walk(Page.ROOT)) {
      List<Path> sources =
          files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java")).toList();
      assertThat(sources)
          .flatMap(MessagePagesTest::namedIn)
          .isNotEmpty()
          .allSatisfy(page -> assertThat(Page.ROOT.resolve(page)).exists());
    }
  }

  private static List<String> namedIn(Path source) throws IOException {
    return PAGE.matcher(Files.readString(source)).results().map(MatchResult::group).toList();
  }
}
