// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages, hints, help and log lines are plain technical English: no people, no riddles. */
class MessagesTest {
  private static final List<String> MODULES =
      List.of("spi", "core", "admin", "cli", "provider-ecr", "provider-gar", "provider-acr");

  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern TWO_LINES = Pattern.compile("\"\\s*\\+\\s*\"");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)\\b(mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told|(is|are)"
              + " none|(?<!there )is no (?!longer)|folder|not asked|somewhere|otherwise than|may be"
              + " had|counts? more|supposed)\\b");

  @Test
  void arePlainTechnicalEnglish() throws IOException {
    List<String> found;
    try (Stream<Path> sources = MODULES.stream().flatMap(MessagesTest::sources)) {
      found = sources.flatMap(MessagesTest::forbidden).toList();
    }

    assertThat(found).isEmpty();
  }

  @Test
  void aForbiddenWordIsFoundInALiteralAndAcrossLinesButNotInAComment() {
    String source =
        """
        // nobody
        String a = "the token " + "is none", b = "good";
        """;

    assertThat(literals(source)).hasSize(2).filteredOn(MessagesTest::isForbidden).hasSize(1);
  }

  private static Stream<Path> sources(String module) {
    try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> forbidden(Path file) {
    try {
      return literals(Files.readString(file))
          .filter(MessagesTest::isForbidden)
          .map(literal -> file.getFileName() + ": " + literal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isForbidden(String literal) {
    return FORBIDDEN.matcher(literal).find();
  }

  private static Stream<String> literals(String source) {
    String code = TWO_LINES.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
    return LITERAL.matcher(code).results().map(MatchResult::group).toList().stream();
  }
}
