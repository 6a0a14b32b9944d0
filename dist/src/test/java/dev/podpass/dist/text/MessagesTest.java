// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Messages, hints, help, log lines and comments, of tests too, are plain technical English. */
class MessagesTest {

  @Test
  void arePlainTechnicalEnglish() throws IOException {
    assertThat(SourceFile.shipped())
        .hasSizeGreaterThan(100)
        .flatMap(SourceFile::literals)
        .filteredOn(PlainEnglish::isBroken)
        .isEmpty();
  }

  @Test
  void commentsArePlainTechnicalEnglish() throws IOException {
    assertThat(SourceFile.all())
        .hasSizeGreaterThan(1000)
        .extracting(SourceFile::name)
        .contains("Main.java", "FakeClouds.java", "MessagesTest.java", "ClusterNode.java")
        .contains("TryItPage.java", "Soak.java", "CodeOrder.java");
    assertThat(SourceFile.all())
        .flatMap(SourceFile::comments)
        .filteredOn(PlainEnglish::isBrokenComment)
        .isEmpty();
  }

  @Test
  void aForbiddenWordIsFoundInALiteralAndAcrossLinesButNotInAComment() {
    SourceFile source =
        new SourceFile(
            "A.java",
            """
            // nobody
            String a = "the token " + "is none", b = "good";
            """);

    assertThat(source.literals()).hasSize(2).filteredOn(PlainEnglish::isBroken).hasSize(1);
  }

  @Test
  void aForbiddenWordIsFoundInACommentAndAcrossItsLinesButNotInALiteral() {
    SourceFile source =
        new SourceFile(
            "A.java",
            """
            /**
             * The token is
             * none.
             */
            String a = "nobody", b = "https://nobody"; // nobody
            """);

    assertThat(source.comments())
        .filteredOn(PlainEnglish::isBrokenComment)
        .containsExactly("/** The token is none. */", "// nobody");
  }
}
