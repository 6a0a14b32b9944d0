// SPDX-License-Identifier: Apache-2.0
package dev.podpass.dist.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java source file.
 *
 * @param name its file name
 * @param text its content
 */
record SourceFile(String name, String text) {
  private static final Path ROOT = Path.of("..");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//[^\\n]*$");
  private static final Pattern COMMENT_LINE =
      Pattern.compile("(?m)(?:^\\s*(?:/?\\*|//)|\\s//\\s).*$");
  private static final Pattern LITERAL =
      Pattern.compile("(?s)\"\"\".*?\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern TWO_LINES = Pattern.compile("\"\\s*\\+\\s*\"");

  /** The main code of every module that is shipped. */
  static List<SourceFile> shipped() throws IOException {
    return below("src/main/java").stream()
        .filter(file -> !file.text().contains("package dev.podpass.testkit"))
        .toList();
  }

  /** The files below a directory of each module. */
  static List<SourceFile> below(String directory) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path sources : modules.map(module -> module.resolve(directory)).sorted().toList()) {
        if (Files.isDirectory(sources)) {
          all.addAll(in(sources));
        }
      }
    }
    return all;
  }

  private static List<SourceFile> in(Path directory) throws IOException {
    List<SourceFile> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return all;
  }

  /**
   * The string literals as they are written, with their quotes; those that a plus joins are one.
   */
  List<String> literals() {
    String code = TWO_LINES.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll("");
    return LITERAL.matcher(code).results().map(MatchResult::group).toList();
  }

  /** The lines of comments and Javadoc. */
  List<String> comments() {
    return COMMENT_LINE.matcher(text).results().map(MatchResult::group).toList();
  }
}
