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
    for (String directory : new String[] {"src/main/java", "src/test/java"}) {
      assertThat(SourceFile.below(directory))
          .hasSizeGreaterThan(400)
          .flatMap(SourceFile::comments)
          .filteredOn(PlainEnglish::isBrokenComment)
          .isEmpty();
    }
  }

  @Test
  void aForbiddenWordIsFoundInALiteralAcrossLinesAndInAComment() {
    SourceFile source =
        new SourceFile(
            "A.java", "String a = \"the token \" +\n \"is none\", b = \"good\"; //" + " nobody\n");

    assertThat(source.literals()).filteredOn(PlainEnglish::isBroken).hasSize(1);
    assertThat(source.comments()).containsExactly(" //" + " nobody");
    assertThat(source.comments()).allMatch(PlainEnglish::isBrokenComment);
  }
}
