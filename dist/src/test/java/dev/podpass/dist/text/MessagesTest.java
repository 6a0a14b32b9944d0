// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages, hints, help, log lines and comments, of tests too, are plain technical English. */
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

  @Test
  void commentsArePlainTechnicalEnglish() throws IOException {
    assertThat(SourceFile.all())
        .hasSizeGreaterThan(1000)
        .extracting(SourceFile::name)
        .contains("Main.java", "FakeClouds.java", "MessagesTest.java", "ClusterNode.java");
    assertThat(SourceFile.all()).flatMap(MessagesTest::brokenComments).isEmpty();
  }

  @Test
  void aForbiddenWordIsFoundInACommentAndAcrossItsLinesButNotInALiteral() {
    String source =
        """
        /**
         * The token is
         * none.
         */
        String a = "nobody", b = "https://nobody"; // nobody
        """;

    assertThat(brokenComments(new SourceFile("A.java", source)))
        .containsExactly("A.java: /** The token is none. */", "A.java: // nobody");
  }

  private static List<String> brokenComments(SourceFile source) {
    return Comments.of(source).texts().stream()
        .filter(PlainEnglish::isBrokenComment)
        .map(comment -> source.name() + ": " + comment)
        .toList();
  }

  private static List<String> broken(Literals source) {
    return source.texts().stream()
        .filter(PlainEnglish::isBroken)
        .map(literal -> source.file() + ": " + literal)
        .toList();
  }
}
