// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Comments and Javadoc of main code are plain technical English. */
class CommentsTest {
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          "(?s:\"\"\".*?\"\"\")|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'"
              + "|(?s:/\\*.*?\\*/)|//[^\\n]*(?:\\n\\s*//[^\\n]*)*");
  private static final Pattern LINE_START = Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//)?\\s*");

  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)\\b(mend(s|ed)?|somebody|nobody|anybody|everybody|whoever|tells?|told"
              + "|(?<!there )(is|are) none|folder|somewhere|may be had|nothing but|good for"
              + "|what (comes|came) of|has to say|says of itself)\\b");

  @Test
  void arePlainTechnicalEnglish() throws IOException {
    assertThat(SourceFile.shipped())
        .hasSizeGreaterThan(100)
        .flatMap(CommentsTest::broken)
        .isEmpty();
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

    assertThat(broken(new SourceFile("A.java", source)))
        .containsExactly("A.java: /** The token is none. */", "A.java: // nobody");
  }

  private static List<String> broken(SourceFile source) {
    return LITERAL_OR_COMMENT
        .matcher(source.text())
        .results()
        .map(MatchResult::group)
        .filter(text -> text.startsWith("/"))
        .map(comment -> LINE_START.matcher(comment).replaceAll(" "))
        .filter(FORBIDDEN.asPredicate())
        .map(comment -> source.name() + ": " + comment)
        .toList();
  }
}
