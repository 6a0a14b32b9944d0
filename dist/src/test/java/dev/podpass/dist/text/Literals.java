// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The string literals of one source file; those that a plus joins are one.
 *
 * @param file its name
 * @param texts as they are written, with their quotes
 */
record Literals(String file, List<String> texts) {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern TWO_LINES = Pattern.compile("\"\\s*\\+\\s*\"");

  /** The literals of all main code that is shipped. */
  static List<Literals> ofTheCode() throws IOException {
    return SourceFile.shipped().stream().map(file -> of(file.name(), file.text())).toList();
  }

  static Literals of(String file, String source) {
    String code = TWO_LINES.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
    return new Literals(file, LITERAL.matcher(code).results().map(MatchResult::group).toList());
  }
}
