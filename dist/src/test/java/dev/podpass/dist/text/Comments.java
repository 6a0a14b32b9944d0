// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The comments and the Javadoc of one source file, each on one line.
 *
 * @param file its name
 * @param texts the comments
 */
record Comments(String file, List<String> texts) {
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          "(?s:\"\"\".*?\"\"\")|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)+'"
              + "|(?s:/\\*.*?\\*/)|//[^\\n]*(?:\\n\\s*//[^\\n]*)*");
  private static final Pattern LINE_START = Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//)?\\s*");

  static Comments of(SourceFile source) {
    return new Comments(
        source.name(),
        LITERAL_OR_COMMENT
            .matcher(source.text())
            .results()
            .map(MatchResult::group)
            .filter(text -> text.startsWith("/"))
            .map(comment -> LINE_START.matcher(comment).replaceAll(" "))
            .toList());
  }
}
