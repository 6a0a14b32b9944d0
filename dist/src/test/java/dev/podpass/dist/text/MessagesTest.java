// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages, hints, help and log lines are plain technical English: no people, no riddles. */
class MessagesTest {

  @Test
  void arePlainTechnicalEnglish() throws IOException {
    assertThat(Literals.ofTheCode())
        .hasSizeGreaterThan(100)
        .flatMap(MessagesTest::broken)
        .isEmpty();
  }

  @Test
  void aForbiddenWordIsFoundInALiteralAndAcrossLinesButNotInAComment() {
    String source =
        """
        // nobody
        String a = "the token " + "is none", b = "good";
        """;

    assertThat(Literals.of("A.java", source).texts()).hasSize(2);
    assertThat(broken(Literals.of("A.java", source))).hasSize(1);
  }

  private static List<String> broken(Literals source) {
    return source.texts().stream()
        .filter(PlainEnglish::isBroken)
        .map(literal -> source.file() + ": " + literal)
        .toList();
  }
}
